import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const sids = ['a', 'b', 'c', 'd', 'e'].map((digit) => `RE${digit.repeat(32)}`);
const [STORED, WAITING, DELETED, MP3, SILENT] = sids as [string, string, string, string, string];
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  for (const [n, custody] of ['stored', 'fetching', 'expired', 'stored', 'absent'].entries())
    await api.db.pool.query(
      `insert into call_recordings (recording_sid, status, custody, announced_at, updated_at, audio_sec)
      values ($1, 'completed', $2, now(), now(), 12.5)`,
      [sids[n], custody],
    );
  await api.db.pool.query('insert into recording_peaks (recording_sid, channels, peaks) values ($1, 2, $2)', [
    STORED,
    Buffer.from([0, 9, 200, 3, 7, 0, 0, 255]),
  ]);
});
afterAll(async () => api[Symbol.asyncDispose]());

const peaks = (sid: string, query = '', headers = {}) => api.send(`/api/recordings/${sid}/peaks${query}`, { headers });

test('a waveform has a list of points for each channel, or fewer points', async () => {
  expect(await peaks(STORED)).toMatchObject({
    status: 200,
    body: {
      recording_sid: STORED,
      audio_sec: 12.5,
      points: 4,
      peaks: [
        [0, 9, 200, 3],
        [7, 0, 0, 255],
      ],
    },
  });
  expect((await peaks(STORED, '?points=2')).body).toMatchObject({
    points: 2,
    peaks: [
      [9, 200],
      [7, 255],
    ],
  });
  expect((await api.send(`/api/recordings/${STORED}`)).body).toMatchObject({ has_peaks: true });
});

test('a waveform is kept by a client and revalidated by its ETag', async () => {
  const { headers } = await peaks(STORED);
  expect(headers['cache-control']).toBe('private, no-cache');
  const again = await peaks(STORED, '', { 'if-none-match': headers['etag'] });
  expect([again.status, again.body['text']]).toEqual([304, '']);
  expect((await peaks(STORED, '?points=2', { 'if-none-match': headers['etag'] })).status).toBe(200);
});

test.each([
  ['not stored yet', WAITING, 409, 'not_ready'],
  ['deleted', DELETED, 410, 'gone'],
  ['no WAV', MP3, 404, 'not_found'],
  ['without a sound', SILENT, 404, 'not_found'],
  ['unknown', `RE${'f'.repeat(32)}`, 404, 'not_found'],
])('a recording that is %s has no waveform', async (_what, sid, status, code) => {
  expect(await peaks(sid)).toMatchObject({ status, body: { code } });
});

test.each(['?points=0', '?points=801', '?points=x', '?colour=red'])('%s is refused', async (query) => {
  expect((await peaks(STORED, query)).status).toBe(400);
});

test('a client of another order sees none', async () => {
  const { headers } = await keyOf(api.db, await addPerson(api.db, 'a client', 'client'));
  expect((await peaks(STORED, '', headers)).status).toBe(404);
});
