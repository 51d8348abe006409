import { expect, test } from '@jest/globals';
import { pause, startLive } from '../../test/live-call.ts';
import { until } from '../../test/server.ts';

type Live = Awaited<ReturnType<typeof startLive>>;

/** Starts an incoming call and waits until its dialled leg is answered. */
async function bridged(api: Live, fields: object = {}) {
  const call = await api.answered(fields);
  const child = async () => (await api.truth()).find((leg) => leg.parent_call_sid === call);
  await until(async () => (await child())?.status === 'in-progress');
  return { call, child: (await child())?.sid ?? '' };
}

test('an incoming call on demand stays as long as requested', async () => {
  await using api = await startLive();
  const placed = await api.post('/simulator/calls', { from: '+15085550100', stay_seconds: 20 });
  expect(placed).toMatchObject({
    status: 201,
    body: { direction: 'inbound', from: '+15085550100', status: 'ringing' },
  });
  const { sid } = placed.body as { sid: string };
  await api.ended();
  const [call, child] = await api.truth();
  expect(call).toMatchObject({ sid, status: 'completed', duration: '20', ended_by: 'hang-up' });
  expect(child).toMatchObject({ parent_call_sid: sid, status: 'completed' });
  expect(api.sentTo('/webhooks/twilio/voice-inbound')[0]?.params).toMatchObject({
    CallSid: sid,
    CallStatus: 'ringing',
  });
  expect(api.sentTo('/webhooks/twilio/dial-action')[0]?.params).toMatchObject({
    CallStatus: 'completed',
    DialCallStatus: 'completed',
  });
});

test('REST ends a call like a hang-up: the dialled leg, the action, then the call', async () => {
  await using api = await startLive();
  const { call, child } = await bridged(api);
  expect((await api.live()).calls.map(({ sid }) => sid).toSorted()).toEqual([call, child].toSorted());
  expect(await api.end(call)).toMatchObject({ status: 200, body: { sid: call, status: 'completed' } });
  await api.ended();
  expect(await api.find(call)).toMatchObject({ ended_by: 'rest', final: true });
  expect(await api.find(child)).toMatchObject({ status: 'completed', ended_by: 'hang-up' });
  const { deliveries } = (await api.get('/simulator/deliveries')).body as {
    deliveries: { kind: string; call_sid: string; call_status: string }[];
  };
  expect(deliveries.slice(-3).map(({ kind, call_sid, call_status }) => [kind, call_sid, call_status])).toEqual([
    ['status', child, 'completed'],
    ['dial-action', call, 'completed'],
    ['status', call, 'completed'],
  ]);
  expect(await api.end(call)).toMatchObject({ status: 400, body: { code: 21220 } });
  expect((await api.live()).calls).toEqual([]);
});

test('REST ends only the dialled leg, and the call goes on with the action URL', async () => {
  const next = '<Response><Pause length="5"/></Response>';
  await using api = await startLive(({ path }) => {
    if (path.includes('dial-action')) return next;
    const dial =
      '<Response><Dial action="/dial-action"><Sip>sip:dispatcher@example.sip.twilio.com</Sip></Dial></Response>';
    return path.includes('voice-inbound') ? dial : 204;
  });
  const { call, child } = await bridged(api);
  await api.end(child);
  expect(await api.find(child)).toMatchObject({ status: 'completed', ended_by: 'rest' });
  expect(await api.find(call)).toMatchObject({ status: 'in-progress' });
  await api.ended();
  expect(api.sentTo('/dial-action')[0]?.params).toMatchObject({
    CallStatus: 'in-progress',
    DialCallStatus: 'completed',
  });
  expect(await api.find(call)).toMatchObject({ status: 'completed', ended_by: 'twiml' });
});

test('a redirected call ends its dialled leg, and does not request the action URL', async () => {
  await using api = await startLive();
  const { call, child } = await bridged(api);
  await api.postForm(`${api.path(call)}.json`, { Twiml: pause });
  expect(await api.find(child)).toMatchObject({ status: 'completed' });
  expect(await api.find(call)).toMatchObject({ status: 'in-progress' });
  await api.end(call);
  await api.ended();
  expect(api.sentTo('/webhooks/twilio/dial-action')).toEqual([]);
});

test.each(['completed', 'canceled'])('a ringing call is canceled by Status=%s', async (status) => {
  await using api = await startLive();
  const url = `${api.receiver.url}/status`;
  const ordered = { To: '+15085550142', Timeout: '600', Twiml: pause, StatusCallback: url };
  const call = await api.place({ ...ordered, StatusCallbackEvent: ['ringing', 'completed'] });
  await until(async () => (await api.find(call)).status === 'ringing');
  expect(await api.postForm(`${api.path(call)}.json`, { Twiml: pause })).toMatchObject({ body: { code: 21220 } });
  expect(await api.postForm(`${api.path(call)}.json`, { Status: status })).toMatchObject({
    body: { status: 'canceled' },
  });
  await api.ended();
  expect(api.sentTo('/status').map(({ params }) => params['CallStatus'])).toEqual(['ringing', 'canceled']);
  expect(await api.find(call)).toMatchObject({ ended_by: 'rest' });
});

test.each([
  ['no-answer', 'ringing', 'canceled'],
  ['outbound-bridged', 'in-progress', 'completed'],
])('REST ends a call of a load, %s, while it is %s: %s', async (scenario, when, end) => {
  await using api = await startLive();
  await api.post('/simulator/load', { calls: 1, rate: 1000, speed: 20, seed: 3, scenarios: [scenario] });
  await until(async () => (await api.truth())[0]?.status === when);
  const [{ sid } = { sid: '' }] = await api.truth();
  expect(await api.postForm(`${api.path(sid)}.json`, { Twiml: pause })).toMatchObject({ body: { code: 21220 } });
  expect(await api.end(sid)).toMatchObject({ status: 200, body: { status: end } });
  await until(() => api.simulator.stats().done);
  expect((await api.truth()).every(({ final }) => final)).toBe(true);
  expect(await api.find(sid)).toMatchObject({ ended_by: 'rest' });
});

test.each([
  [{}, 'from must be'],
  [{ from: 'me' }, 'from must be'],
  [{ from: '+15085550100', stay_seconds: 0 }, 'stay_seconds must be'],
  [{ from: '+15085550100', url: 'mailto:me' }, 'url must be'],
  [{ from: '+15085550100', stay: 1 }, 'stay must be one of'],
])('an invalid call is refused: %j', async (fields, message) => {
  await using api = await startLive();
  const refused = await api.post('/simulator/calls', fields);
  expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining(message) } });
});

test('a stop leaves no live calls', async () => {
  await using api = await startLive();
  await bridged(api);
  await api.post('/simulator/stop');
  expect(await api.live()).toEqual({ calls: [], conferences: [] });
});
