import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { startReceiver } from '../../test/receiver.ts';
import { accountPath, startTestServer } from '../../test/server.ts';
import { demoAccount } from '../account.ts';

interface Truth {
  sid: string;
  status: string;
  duration: number;
  channels: number;
  url: string;
  size: number;
  sha256: string;
  fault: string | null;
  available: boolean;
  requests: number;
  served: number;
}

/** A simulator with recordings of a past day, with one channel and with two. */
async function startWithRecordings(faults: object = {}) {
  const api = await startTestServer();
  await api.post('/simulator/past-calls', { day: '2024-02-17', calls: 40, recordings: 1, seed: 5 });
  await api.put('/simulator/media-faults', faults);
  const truth = async () => ((await api.get('/simulator/recordings')).body as { recordings: Truth[] }).recordings;
  const completed = (await truth()).filter(({ status }) => status === 'completed');
  const media = (sid: string, behind = '') => api.request(`${accountPath}/Recordings/${sid}${behind}`);
  return { api, truth, completed, media, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('media are a WAV file of the right length, equal at each request, different for each recording', async () => {
  await using server = await startWithRecordings();
  const [first, ...others] = server.completed;
  const response = await server.media(first?.sid ?? '');
  expect(response.headers.get('content-type')).toBe('audio/x-wav');
  const bytes = await bytesOf(response);
  expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 12)).toBe('RIFFWAVE');
  expect([bytes.readUInt16LE(22), bytes.readUInt32LE(24), bytes.readUInt16LE(34)]).toEqual([first?.channels, 8000, 16]);
  expect(bytes.readUInt32LE(40)).toBe((first?.duration ?? 0) * 16_000 * (first?.channels ?? 0));
  expect(bytes).toHaveLength(44 + bytes.readUInt32LE(40));
  expect(sha256(bytes)).toBe(first?.sha256);
  expect(sha256(await bytesOf(await server.media(first?.sid ?? '', '.wav')))).toBe(first?.sha256);
  expect(others.map((each) => each.sha256)).not.toContain(first?.sha256);
  expect((await server.truth()).find(({ sid }) => sid === first?.sid)).toMatchObject({ requests: 2, served: 2 });
});

test('two channels are available only if two were recorded', async () => {
  await using server = await startWithRecordings();
  const dual = server.completed.find(({ channels }) => channels === 2);
  const mono = server.completed.find(({ channels }) => channels === 1);
  const channelsOf = async (sid = '', wanted = 1) =>
    (await bytesOf(await server.media(sid, `.wav?RequestedChannels=${wanted}`))).readUInt16LE(22);
  expect(await channelsOf(dual?.sid, 2)).toBe(2);
  expect(await channelsOf(dual?.sid, 1)).toBe(1);
  const refused = await server.media(mono?.sid ?? '', '?RequestedChannels=2');
  expect(refused.status).toBe(400);
  expect(refused.headers.get('content-type')).toContain('application/xml');
});

test('an MP3 consists of whole frames and is as long as the recording', async () => {
  await using server = await startWithRecordings();
  const [first] = server.completed;
  const response = await server.media(first?.sid ?? '', '.mp3');
  expect(response.headers.get('content-type')).toBe('audio/mpeg');
  const bytes = await bytesOf(response);
  expect(bytes.readUInt16BE(0)).toBe(0xffe3);
  expect(bytes.length / 4000).toBeCloseTo(first?.duration ?? 0, 0);
});

test('missing media are answered with XML', async () => {
  await using server = await startWithRecordings();
  const response = await server.media(`RE${'0'.repeat(32)}`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('<RestException><Code>20404</Code>');
  const { api, completed } = server;
  const path = `${accountPath}/Recordings/${completed[0]?.sid}`;
  expect((await fetch(api.url + path)).status).toBe(401);
  expect((await api.request(`${path}.json`)).headers.get('content-type')).toContain('json');
});

test('a deleted recording has no media, and is listed only with IncludeSoftDeleted', async () => {
  await using server = await startWithRecordings();
  const { api, completed } = server;
  const path = `${accountPath}/Recordings/${completed[0]?.sid}`;
  const remove = () => api.request(`${path}.json`, { method: 'DELETE', headers: basic });
  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(404);
  expect((await server.media(completed[0]?.sid ?? '')).status).toBe(404);
  const list = async (query: string) => JSON.stringify((await api.get(`${accountPath}/Recordings.json${query}`)).body);
  expect(await list('?PageSize=1000')).not.toContain(completed[0]?.sid);
  expect(await list('?PageSize=1000&IncludeSoftDeleted=true')).toContain(completed[0]?.sid);
});

const basic = { authorization: `Basic ${btoa(`${demoAccount.sid}:${demoAccount.authToken}`)}` };

test('a fault affects the configured number of requests, then the whole file is served', async () => {
  for (const fault of ['cut', 'xml', 'wrongType', 'unavailable', 'late'] as const) {
    await using server = await startWithRecordings({ [fault]: 1, times: 1, lateSeconds: 0.05 });
    const [first] = await server.truth().then((all) => all.filter(({ status }) => status === 'completed'));
    expect(first).toMatchObject({ fault, available: true });
    const get = async () => bytesOf(await server.media(first?.sid ?? '')).catch(() => Buffer.alloc(0));
    expect(sha256(await get())).not.toBe(first?.sha256);
    let bytes = await get();
    while (sha256(bytes) !== first?.sha256) bytes = await get();
    expect(bytes).toHaveLength(first?.size ?? 0);
  }
});

test('a lasting fault stays, and the truth shows the media as unavailable', async () => {
  await using server = await startWithRecordings({ xml: 0.5, lasting: 1, seed: 3 });
  const faulty = (await server.truth()).filter(({ fault }) => fault === 'xml');
  expect(faulty.length).toBeGreaterThan(3);
  expect(faulty.every(({ available }) => !available)).toBe(true);
  for (let i = 0; i < 3; i++) {
    const response = await server.media(faulty[0]?.sid ?? '');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/x-wav']);
    expect(await response.text()).toMatch(/^<\?xml/);
  }
});

test('an endless response does not end, and a stalled one stops in the middle', async () => {
  await using server = await startWithRecordings({ endless: 1 });
  const patience = new AbortController();
  const [first] = server.completed;
  const path = `${accountPath}/Recordings/${first?.sid}`;
  const endless = await server.api.request(path, { signal: patience.signal });
  let received = 0;
  for await (const piece of endless.body ?? []) {
    received += (piece as Uint8Array).length;
    if (received > 5 * (first?.size ?? 0)) break;
  }
  expect(endless.headers.get('content-length')).toBeNull();
  await server.api.put('/simulator/media-faults', { endless: 0, stall: 1 });
  const stalled = await server.api.request(path, { signal: patience.signal });
  expect(stalled.headers.get('content-length')).toBe(String(first?.size));
  const reader = stalled.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(1000);
  patience.abort();
});

test('a redirect leads to the configured address, with path and query', async () => {
  await using honeypot = await startReceiver(() => 200);
  await using server = await startWithRecordings({ redirect: 1, redirectTo: honeypot.url });
  const path = `${accountPath}/Recordings/${server.completed[0]?.sid}?RequestedChannels=1`;
  const response = await server.api.request(path, { redirect: 'manual', headers: basic });
  expect([response.status, response.headers.get('location')]).toEqual([302, honeypot.url + path]);
});

test('the seed decides which recordings have which fault', async () => {
  const faults = { late: 0.2, cut: 0.2, xml: 0.2, seed: 9 };
  const draw = async (given: object) => {
    await using server = await startWithRecordings(given);
    return (await server.truth()).map(({ fault }) => fault);
  };
  const once = await draw(faults);
  expect(new Set(once)).toEqual(new Set([null, 'late', 'cut', 'xml']));
  expect(await draw(faults)).toEqual(once);
  expect(await draw({ ...faults, seed: 10 })).not.toEqual(once);
});

test('media that are gone, empty or shorter stay so, and are whole files', async () => {
  for (const fault of ['gone', 'empty', 'shorter'] as const) {
    await using server = await startWithRecordings({ [fault]: 1 });
    const first = (await server.truth()).find(({ status }) => status === 'completed');
    expect(first).toMatchObject({ fault, available: false });
    const response = await server.media(first?.sid ?? '');
    expect(response.status).toBe(fault === 'gone' ? 410 : 200);
    const bytes = await bytesOf(response);
    if (fault === 'gone') continue;
    expect(bytes).toHaveLength(44 + bytes.readUInt32LE(40));
    expect(bytes.readUInt32LE(40) / (16_000 * bytes.readUInt16LE(22))).toBeCloseTo(
      fault === 'empty' ? 0 : (first?.duration ?? 0) / 3,
      1,
    );
  }
});
