import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startMediaServer, type MediaServer } from '../../../../test/support/media/media-server.ts';
import { openMediaSource, type MediaSource } from './open-media-source.ts';

const SIDS = Array.from({ length: 10 }, (_, n) => `RE${String(n).padStart(32, '0')}`);
const DENIED = 5;
let server: MediaServer;
let source: MediaSource;
beforeEach(async () => {
  server = await startMediaServer();
  server.answers.set(SIDS[DENIED]!, ['denied']);
});
afterEach(async () => {
  source[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

function openSource(atOnce: number): void {
  source = openMediaSource({
    TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_API_URL: server.url,
    TWILIO_MAX_IN_FLIGHT: 10,
    RECORDING_MEDIA_HOSTS: new Set(),
    RECORDING_FETCHES_AT_ONCE: atOnce,
  });
}
const open = (recordingSid: string) => source.open({ recordingSid, url: null, channels: null }, AbortSignal.any([]));

test('no more recordings are requested than allowed until one of them is read', async () => {
  openSource(3);
  const media = SIDS.slice(0, 4).map(open);
  await Promise.all(media.slice(0, 3));
  await (await fetch(server.url)).body?.cancel(); // the server has answered a later request: a fourth would have come first
  expect(SIDS.filter((sid) => server.asked.has(sid))).toEqual(SIDS.slice(0, 3));
  (await media[1]!).body.destroy();
  await media[3];
  expect(server.asked.get(SIDS[3]!)).toBe(1);
});

test('all are read in order of request, and one that fails frees its place', async () => {
  openSource(1);
  const read = await Promise.allSettled(SIDS.map(async (sid) => (await open(sid)).body.destroy()));
  expect([...server.asked.keys()]).toEqual(SIDS);
  expect(read.flatMap(({ status }, n) => (status === 'rejected' ? n : []))).toEqual([DENIED]);
});
