import { expect, test } from '@jest/globals';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { MEDIA_PATH, openUrlSigner } from './url-signer.ts';

const SID = `RE${'a'.repeat(32)}`;
const NOW = new Date('2026-11-21T10:00:00.400Z');
const HOUR_MS = 3_600_000;
const signer = openUrlSigner('s'.repeat(32), silentLog);
const tokenOf = (url: string) => url.slice(MEDIA_PATH.length + 1);
const later = (ms: number) => new Date(NOW.getTime() + ms);

test('a signed URL is valid for an hour at most, and then expired', () => {
  const { url, expiresAt } = signer.sign(SID, NOW);
  expect(expiresAt.getTime()).toBeLessThanOrEqual(later(HOUR_MS).getTime());
  expect(signer.read(tokenOf(url), later(HOUR_MS - 2000))).toEqual({ recordingSid: SID });
  expect(signer.read(tokenOf(url), expiresAt)).toBe('expired');
});

test('every copy of the process verifies what another one signed', () => {
  const other = openUrlSigner('s'.repeat(32), silentLog);
  expect(other.read(tokenOf(signer.sign(SID, NOW).url), NOW)).toEqual({ recordingSid: SID });
});

test('another secret, and no secret, make other signatures', () => {
  const token = tokenOf(signer.sign(SID, NOW).url);
  for (const secret of ['t'.repeat(32), undefined])
    expect(openUrlSigner(secret, silentLog).read(token, NOW)).toBe('unknown');
});

test('a token that was altered anywhere is unknown', () => {
  const token = tokenOf(signer.sign(SID, NOW).url);
  for (let at = 0; at < token.length; at++) {
    const changed = `${token.slice(0, at)}${token[at] === 'b' ? 'c' : 'b'}${token.slice(at + 1)}`;
    expect([changed, signer.read(changed, NOW)]).toEqual([changed, 'unknown']);
  }
});

test.each(['', '.', '..', `${SID}.9999999999.`, `${SID}.1.x`, 'x'.repeat(5000)])('%j is unknown', (token) =>
  expect(signer.read(token, NOW)).toBe('unknown'),
);
