import { expect, test } from '@jest/globals';
import twilio from 'twilio';
import { startTestServer, until } from '../../test/server.ts';
import { demoAccount } from '../account.ts';

/** Twilio's client, with all requests sent to a simulator. */
function clientOf(url: string, { user = demoAccount.sid, password = demoAccount.authToken } = {}) {
  const httpClient = new twilio.RequestClient({ keepAlive: false });
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) => request({ ...options, uri: options.uri.replace('https://api.twilio.com', url) });
  return twilio(user, password, { accountSid: demoAccount.sid, httpClient });
}

const midnight = Date.UTC(2024, 1, 18);

/** A simulator with the calls of two past days, all answered ones recorded. */
async function startWithPast() {
  const api = await startTestServer();
  for (const day of ['2024-02-17', '2024-02-18'])
    await api.post('/simulator/past-calls', { day, calls: 200, seed: 5, recordings: 1 });
  return api;
}

test('the official client reads all pages of a day and finds each call once', async () => {
  await using api = await startWithPast();
  const found = await clientOf(api.url).calls.list({ startTimeAfter: new Date(midnight), pageSize: 60 });
  const truth = [...api.simulator.truth.calls.after(0)].map(({ record }) => record);
  const ofThatDay = truth.filter(({ startedAt }) => startedAt !== null && startedAt >= midnight);
  expect(new Set(found.map(({ sid }) => sid))).toEqual(new Set(ofThatDay.map(({ sid }) => sid)));
  expect(found).toHaveLength(ofThatDay.length);
  const starts = found.map(({ startTime }) => startTime.getTime());
  expect(starts.every((time, index) => index === 0 || time <= (starts[index - 1] ?? 0) + 3000)).toBe(true);
  const { requests } = (await api.get('/simulator/rest-stats')).body as { requests: number };
  expect(requests).toBe(Math.ceil(ofThatDay.length / 60));
});

test('the official client works with an API key, and parses a call', async () => {
  await using api = await startWithPast();
  const client = clientOf(api.url, { user: demoAccount.apiKey, password: demoAccount.apiSecret });
  const [some] = await client.calls.list({ status: 'completed', limit: 1 });
  const call = await client.calls(String(some?.sid)).fetch();
  expect(call).toMatchObject({ status: 'completed', priceUnit: 'USD', price: expect.stringMatching(/^-0\.\d{5}$/) });
  expect(call.endTime.getTime() - call.startTime.getTime()).toBeGreaterThanOrEqual(Number(call.duration) * 1000);
});

test('the official client finds the recordings of a day, of a call, and each by its SID', async () => {
  await using api = await startWithPast();
  const client = clientOf(api.url);
  const ofDay = await client.recordings.list({ dateCreated: new Date(midnight), pageSize: 30 });
  const truth = [...api.simulator.truth.recordings.after(0)].filter(({ record }) => record.createdAt >= midnight);
  expect(ofDay.map(({ sid }) => sid).toSorted()).toEqual(truth.map(({ record }) => record.sid).toSorted());
  const [one] = ofDay;
  const ofCall = await client.calls(String(one?.callSid)).recordings.list();
  expect(ofCall).toMatchObject([{ sid: one?.sid, track: 'both', channels: one?.channels }]);
  expect(await client.recordings(String(one?.sid)).fetch()).toMatchObject({
    callSid: one?.callSid,
    mediaUrl: expect.stringContaining(`/Recordings/${one?.sid}`),
  });
  expect(await client.recordings.list({ callSid: `CA${'0'.repeat(32)}` })).toEqual([]);
});

test('the official client parses errors', async () => {
  await using api = await startTestServer();
  const client = clientOf(api.url);
  const unknown = client.calls(`CA${'0'.repeat(32)}`).fetch();
  await expect(unknown).rejects.toMatchObject({ status: 404, code: 20404, moreInfo: expect.stringContaining('20404') });
  await api.put('/simulator/rest-faults', { tooMany: 1 });
  await expect(client.calls.list()).rejects.toMatchObject({ status: 429, code: 20429 });
});

test('without conferences the official client gets an empty list and a 404', async () => {
  await using api = await startTestServer();
  const client = clientOf(api.url);
  expect(await client.conferences.list({ status: 'completed', dateCreatedAfter: new Date(midnight) })).toEqual([]);
  await expect(client.conferences(`CF${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ code: 20404 });
});

test('the official client lists the events of a call', async () => {
  await using api = await startTestServer();
  await api.playAll({ calls: 1, scenarios: ['busy'] });
  const client = clientOf(api.url);
  const [call] = await client.calls.list();
  const events = await client.calls(String(call?.sid)).events.list({ pageSize: 2 });
  expect(events.map(({ request }) => request.parameters.call_status)).toEqual(['initiated', 'ringing', 'busy']);
  expect(events[0]?.response).toMatchObject({ response_code: 204 });
});

test('the official client places a call, ends it, and deletes a recording', async () => {
  await using api = await startWithPast();
  const client = clientOf(api.url);
  const { sid, status } = await client.calls.create({
    to: '+15085550100',
    from: '+16175006181',
    twiml: '<Response><Pause length="600"/></Response>',
    statusCallbackEvent: ['ringing', 'completed'],
  });
  expect(status).toBe('queued');
  await client.calls(sid).update({ status: 'completed' });
  await expect(client.calls(sid).update({ status: 'completed' })).rejects.toMatchObject({ status: 400, code: 21220 });
  await expect(client.calls.create({ to: 'me', from: '+16175006181', twiml: '<Response/>' })).rejects.toMatchObject({
    code: 21211,
  });
  const [recording] = await client.recordings.list({ limit: 1 });
  expect(await client.recordings(recording?.sid ?? '').remove()).toBe(true);
});

test('the official client controls live recordings, calls and conferences', async () => {
  await using api = await startTestServer({ callSettings: { speed: 60, cps: 1000, talkSeconds: 0 } });
  const client = clientOf(api.url);
  const twiml = '<Response><Dial><Conference>order-call-7</Conference></Dial></Response>';
  const order = { from: '+16175006181', twiml };
  const one = await client.calls.create({ to: '+15085550100', ...order });
  const other = await client.calls.create({ to: '+15085550199', ...order });
  const find = () => client.conferences.list({ friendlyName: 'order-call-7' });
  await until(async () => (await find()).length === 1);
  const [found] = await find();
  expect(found).toMatchObject({ status: 'in-progress', region: 'us1' });
  const conference = client.conferences(String(found?.sid));
  const inside = await conference.participants.list();
  expect(inside.map(({ callSid }) => callSid).toSorted()).toEqual([one.sid, other.sid].toSorted());

  const { recordings } = client.calls(one.sid);
  const recording = await recordings.create({ recordingChannels: 'dual', recordingStatusCallbackEvent: ['completed'] });
  expect(recording).toMatchObject({ status: 'in-progress', channels: 2, source: 'StartCallRecordingAPI' });
  const current = client.calls(one.sid).recordings('Twilio.CURRENT');
  expect(await current.update({ status: 'paused', pauseBehavior: 'skip' })).toMatchObject({ status: 'paused' });
  expect(await current.update({ status: 'in-progress' })).toMatchObject({ sid: recording.sid, status: 'in-progress' });
  expect(await recordings.list()).toMatchObject([{ sid: recording.sid, status: 'in-progress' }]);
  expect(await current.update({ status: 'stopped' })).toMatchObject({ status: 'stopped' });
  await expect(current.update({ status: 'in-progress' })).rejects.toMatchObject({ status: 404, code: 20404 });

  expect(await conference.update({ status: 'completed' })).toMatchObject({
    status: 'completed',
    reasonConferenceEnded: 'conference-ended-via-api',
  });
  await until(() => api.simulator.stats().live_calls === 0);
  await expect(recordings.create()).rejects.toMatchObject({ status: 400, code: 21220 });
  expect(await client.calls(one.sid).fetch()).toMatchObject({ status: 'completed' });
});
