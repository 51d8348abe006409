import { expect, test } from '@jest/globals';
import type { Rejection } from '@trunkline/db/rejected-requests';
import type { Request } from 'express';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { recordRejections } from './record-rejections.ts';

test('what could not be saved is saved later, from its first request to its last', async () => {
  const refused = { method: 'POST', url: '/webhooks/twilio/voice', headers: {} } as Request;
  const batches: (readonly Rejection[])[] = [];
  const first = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const save = (rows: readonly Rejection[]): Promise<void> => {
    begun.resolve();
    return batches.push(structuredClone(rows)) === 1 ? first.promise : Promise.resolve();
  };
  let at = Date.parse('2026-11-29T14:00:00.000Z');
  const explain = () => ({ cause: 'old-token-or-forged', signedUrl: null }) as const;
  const parts = { save, explain, isUnavailable: () => false, baseUrl: 'https://calls.example.com', log: silentLog };
  {
    await using record = recordRejections({ ...parts, now: () => at });
    record.add({ request: refused, status: 403, cause: 'unsigned' });
    await begun.promise;
    at += 5000;
    record.add({ request: refused, status: 403, cause: 'unsigned' });
    record.add({ request: refused, status: 415, cause: 'not-a-form' });
    first.reject(new Error('no Postgres'));
  }
  const [since, later] = ['2026-11-29T14:00:00.000Z', '2026-11-29T14:00:05.000Z'].map((time) => new Date(time));
  expect(batches).toEqual([
    [expect.objectContaining({ cause: 'unsigned', requests: 1 })],
    [
      expect.objectContaining({ cause: 'unsigned', requests: 2, firstAt: since, lastAt: later }),
      expect.objectContaining({ cause: 'not-a-form', requests: 1, firstAt: later, lastAt: later }),
    ],
  ]);
});
