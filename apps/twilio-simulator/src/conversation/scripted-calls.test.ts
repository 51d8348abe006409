import { expect, test } from '@jest/globals';
import { interview } from '../../test/receiver.ts';
import { accountPath, startTestServer } from '../../test/server.ts';
import { startClock } from '../clock/clock.ts';

const calls = `${accountPath}/Calls.json`;
const call = { To: '+15085550100', From: '+16175006181', Url: 'http://calls.test/voice?q=1' };

type Placed = { sid: string };
type Posts = { posts: { to: string; call_sid: string | null; status: number | null; fault: string | null }[] };

test.each([
  [{ From: call.From, Url: call.Url }, 21201],
  [{ ...call, To: '555' }, 21211],
  [{ ...call, To: '+1508555010x' }, 21211],
  [{ To: call.To, Url: call.Url }, 21213],
  [{ ...call, From: 'me' }, 21212],
  [{ To: call.To, From: call.From }, 21205],
  [{ ...call, Url: 'http://my_host/voice' }, 21205],
  [{ to: call.To, From: call.From, Url: call.Url }, 21201],
  [{ ...call, Timeout: 'soon' }, 20001],
])('%j is refused with %d', async (fields, code) => {
  await using api = await startTestServer();
  expect(await api.postForm(calls, fields)).toMatchObject({ status: 400, body: { code, status: 400 } });
  expect(api.simulator.stats().legs).toBe(0);
});

test('two equal requests place two calls', async () => {
  await using api = await startTestServer({ callSettings: { speed: 100_000, cps: 1000 } });
  const [one, other] = [await api.postForm(calls, call), await api.postForm(calls, call)];
  expect((one.body as Placed).sid).not.toBe((other.body as Placed).sid);
  expect((await api.get(`${calls}?To=%2B15085550100`)).body).toMatchObject({ calls: [{}, {}] });
});

test('calls leave the queue in order, at the rate of the account', async () => {
  const clock = startClock(Date.now(), 100);
  await using api = await startTestServer({ clock, callSettings: { cps: 0.1 } });
  for (let i = 0; i < 3; i++) await api.postForm(calls, { ...call, To: '+15085550141' });
  while (api.simulator.stats().live_calls > 0) await new Promise(setImmediate);
  const [first, , third] = [...api.simulator.truth.calls.after(0)].map(({ record }) => record);
  expect((third?.startedAt ?? 0) - (first?.createdAt ?? 0)).toBeGreaterThanOrEqual(19_500);
  expect(third?.queueTimeMs).toBeGreaterThan(9_000);
});

test('a queued call can be canceled, without a callback', async () => {
  await using api = await startTestServer({ callSettings: { cps: 0.01, speed: 100_000 }, answer: interview });
  await api.postForm(calls, call);
  const status = { StatusCallback: `${api.receiver.url}/status` };
  const { sid } = (await api.postForm(calls, { ...call, ...status })).body as Placed;
  const canceled = await api.postForm(`${accountPath}/Calls/${sid}.json`, { Status: 'canceled' });
  expect(canceled).toMatchObject({ status: 200, body: { sid, status: 'canceled', start_time: null } });
  expect(await api.postForm(`${accountPath}/Calls/${sid}.json`, { Status: 'canceled' })).toMatchObject({
    status: 400,
    body: { code: 21220 },
  });
  expect(api.receiver.received.filter(({ path }) => path === '/status')).toEqual([]);
});

test('a live call can be redirected and ended', async () => {
  await using api = await startTestServer({ callSettings: { speed: 100, cps: 1000 }, answer: interview });
  const { url } = api.receiver;
  const twiml = '<Response><Pause length="3600"/></Response>';
  const { sid } = (await api.postForm(calls, { To: call.To, From: call.From, Twiml: twiml })).body as Placed;
  const path = `${accountPath}/Calls/${sid}.json`;
  const status = async () => ((await api.get(path)).body as { status: string }).status;
  while ((await status()) !== 'in-progress') await new Promise(setImmediate);
  await api.postForm(path, { Url: `${url}/voice?q=3` });
  while (api.receiver.received.length === 0) await new Promise(setImmediate);
  expect(api.receiver.received[0]?.path).toBe('/voice?q=3');
  expect(await api.postForm(path, { Status: 'canceled' })).toMatchObject({ status: 400, body: { code: 21220 } });
  expect(await api.postForm(path, { Status: 'completed' })).toMatchObject({ body: { status: 'completed' } });
  expect(await api.postForm(path, { Status: 'completed' })).toMatchObject({ status: 400, body: { code: 21220 } });
});

test('a lost answer leaves a call, a refused connection does not', async () => {
  await using api = await startTestServer({ callSettings: { speed: 100_000, cps: 1000 } });
  await api.put('/simulator/rest-faults', { postLost: 1 });
  await expect(api.postForm(calls, call)).rejects.toThrow('fetch failed');
  await api.put('/simulator/rest-faults', { postLost: 0, postRefused: 1 });
  await expect(api.postForm(calls, call)).rejects.toThrow('fetch failed');
  await api.put('/simulator/rest-faults', { postRefused: 0, tooMany: 1 });
  expect(await api.postForm(calls, call)).toMatchObject({ status: 429 });
  const { posts } = (await api.get('/simulator/posts')).body as Posts;
  expect(posts).toMatchObject([
    { n: 1, to: call.To, url: call.Url, status: null, fault: 'postLost', call_sid: expect.stringMatching(/^CA/) },
    { n: 2, status: null, fault: 'postRefused', call_sid: null },
    { n: 3, status: 429, fault: 'tooMany', call_sid: null },
  ]);
  expect(api.simulator.stats().legs).toBe(1);
});

test('a stop abandons scripted calls, and new ones can be placed', async () => {
  await using api = await startTestServer({ callSettings: { speed: 1, cps: 1000 } });
  await api.postForm(calls, call);
  await api.post('/simulator/stop');
  expect(api.simulator.stats().live_calls).toBe(0);
  expect(await api.postForm(calls, call)).toMatchObject({ status: 201 });
  await api.post('/simulator/stop');
});
