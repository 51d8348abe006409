import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStorage } from '@trunkline/storage';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const CONTENT = 'RIFF0123456789';
const [STORED, ABSENT, LOST] = ['a', 'b', 'c'].map((digit) => `RE${digit.repeat(32)}`) as [string, string, string];
const CALL = `CA${'a'.repeat(32)}`;
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
  api = await openTestApi({ RECORDINGS_DIR: folder, SIGNED_URL_SECRET: 's'.repeat(40) });
  using storage = openStorage({ RECORDINGS_DIR: folder, S3_REGION: 'us-east-1' });
  await storage.put('2026/11/21/a.wav', Readable.from([Buffer.from(CONTENT)]), 'audio/wav');
  await api.db.pool.query(
    `insert into call_recordings (recording_sid, call_sid, status, custody, announced_at, updated_at, object_key,
      content_type, size_bytes, sha256, evidence) values
      ($1, $4, 'completed', 'stored', now(), now(), '2026/11/21/a.wav', 'audio/wav', 14, $5, '[{"step": "stored"}]'),
      ($2, $4, 'absent', 'absent', now(), now(), null, null, null, null, '[]'),
      ($3, null, 'completed', 'stored', now(), now(), '2026/11/21/lost.wav', 'audio/wav', 14, $5, '[]')`,
    [STORED, ABSENT, LOST, CALL, SHA256],
  );
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const urlOf = async (sid: string) => (await api.send(`/api/recordings/${sid}`)).body['audio_url'] as string;
const OUTSIDE = { 'x-forwarded-for': '203.0.113.9' };

test('a recording is shown with its custody, the steps to it, and a URL that is valid for an hour', async () => {
  const { status, body } = await api.send(`/api/recordings/${STORED}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ recording_sid: STORED, custody: 'stored', sha256: SHA256, size_bytes: 14 });
  expect(body['evidence']).toEqual([{ step: 'stored' }]);
  expect(body['object_key']).toBeUndefined();
  const minutes = (Date.parse(body['audio_url_expires_at'] as string) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(58);
  expect(minutes).toBeLessThanOrEqual(60);
});

test('a recording that is not stored has no URL, and an unknown one is not found', async () => {
  expect((await api.send(`/api/recordings/${ABSENT}`)).body).toMatchObject({ custody: 'absent', audio_url: null });
  expect((await api.send(`/api/recordings/RE${'d'.repeat(32)}`)).status).toBe(404);
});

test('a recording shows that it is encrypted, its own length, and the difference to the announced one', async () => {
  const set = (values: string) =>
    api.db.pool.query(`update call_recordings set ${values} where recording_sid = $1`, [STORED]);
  const details = '{"type":"rsa-aes","iv":"AAAA"}';
  await set(`duration_sec = 30, audio_sec = 12.34, is_encrypted = true, content_type = 'application/octet-stream',
    encryption_details = '${details}'`);
  const { body } = await api.send(`/api/recordings/${STORED}`);
  expect(body).toMatchObject({
    duration_sec: 30,
    audio_sec: 12.34,
    length_note: 'Twilio announced 30 s, the whole audio has 12.3 s',
    is_encrypted: true,
    encryption_details: details,
    has_speech: null,
  });
  const { headers } = await api.send(body['audio_url'] as string);
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${STORED}.encrypted"`,
  });
  await set(
    `duration_sec = null, audio_sec = null, is_encrypted = false, content_type = 'audio/wav', encryption_details = null`,
  );
  expect((await api.send(`/api/recordings/${STORED}`)).body).toMatchObject({ length_note: null, is_encrypted: false });
});

test('an anonymous request gets no URL', async () => {
  for (const path of [`/api/recordings/${STORED}`, '/api/audio-availability/'])
    expect((await api.send(path, { headers: OUTSIDE })).status).toBe(401);
});

describe('a signed URL', () => {
  test('returns the recording without another credential, never to be cached or interpreted as anything but audio', async () => {
    const { status, headers, body } = await api.send(await urlOf(STORED), { headers: OUTSIDE });
    expect([status, body['text']]).toEqual([200, CONTENT]);
    expect(headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': '14',
      'cache-control': 'private, no-store',
      'content-disposition': `attachment; filename="${STORED}.wav"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      etag: `"${SHA256}"`,
    });
  });

  test('answers HEAD with the same head and no body', async () => {
    const { status, headers, body } = await api.send(await urlOf(STORED), { method: 'HEAD' });
    expect([status, headers['content-length'], body['text']]).toEqual([200, '14', '']);
  });

  test.each([
    ['bytes=4-7', 'bytes 4-7/14', '0123'],
    ['bytes=10-', 'bytes 10-13/14', '6789'],
    ['bytes=-2', 'bytes 12-13/14', '89'],
  ])('gives the range %s', async (range, contentRange, text) => {
    const { status, headers, body } = await api.send(await urlOf(STORED), { headers: { range } });
    expect([status, headers['content-range'], body['text']]).toEqual([206, contentRange, text]);
    expect(headers['content-length']).toBe(`${text.length}`);
  });

  test('refuses a range behind the end, and says how long the recording is', async () => {
    const { status, headers } = await api.send(await urlOf(STORED), { headers: { range: 'bytes=14-' } });
    expect([status, headers['content-range']]).toEqual([416, 'bytes */14']);
  });

  test('returns the whole if the range was meant for another content', async () => {
    const headers = { range: 'bytes=4-7', 'if-range': '"other"' };
    expect((await api.send(await urlOf(STORED), { headers })).status).toBe(200);
    expect((await api.send(await urlOf(STORED), { headers: { ...headers, 'if-range': `"${SHA256}"` } })).status).toBe(
      206,
    );
  });

  test('that was altered is not found, and gives access to no other recording', async () => {
    const url = await urlOf(STORED);
    for (const changed of [url.slice(0, -2), url.replace(STORED, LOST), `${url}.x`])
      expect((await api.send(changed)).status).toBe(404);
  });

  test('of a recording that is no longer stored is gone', async () => {
    expect(await api.send(await urlOf(LOST))).toMatchObject({ status: 410, body: { code: 'gone' } });
    const url = await urlOf(STORED);
    await api.db.pool.query(`update call_recordings set custody = 'expired' where recording_sid = $1`, [STORED]);
    expect((await api.send(url)).status).toBe(410);
    await api.db.pool.query(`update call_recordings set custody = 'stored' where recording_sid = $1`, [STORED]);
  });
});

test('audio availability counts each state and lists the matching recordings', async () => {
  const { body } = await api.send('/api/audio-availability/');
  expect(body['counts']).toEqual({
    announced: 0,
    fetching: 0,
    stored: 2,
    absent: 1,
    empty: 0,
    gone: 0,
    failed: 0,
    expired: 0,
  });
  const ofCall = await api.send(`/api/audio-availability/?call_sid=${CALL}&limit=1`);
  expect(ofCall.body['counts']).toMatchObject({ stored: 1, absent: 1 });
  expect(ofCall.body).toMatchObject({
    data: [{ recording_sid: ABSENT, available: false }],
    page: { has_more: true },
  });
  const { next_cursor: cursor } = ofCall.body['page'] as { next_cursor: string };
  const next = await api.send(`/api/audio-availability/?call_sid=${CALL}&limit=1&cursor=${cursor}`);
  expect(next.body).toMatchObject({ data: [{ recording_sid: STORED, available: true }], page: { has_more: false } });
});

test.each([
  ['recording_sid', STORED, 1],
  ['custody', 'absent,failed', 1],
  ['interview_id', '00000000-0000-4000-8000-000000000000', 0],
])('audio availability by %s', async (name, value, count) => {
  const { status, body } = await api.send(`/api/audio-availability/?${name}=${value}`);
  expect([status, (body['data'] as object[]).length]).toEqual([200, count]);
});

test.each(['recording_sid=x', 'interview_id=1', 'custody=lost', 'unknown=1'])('%s is refused', async (query) => {
  expect((await api.send(`/api/audio-availability/?${query}`)).status).toBe(400);
});
