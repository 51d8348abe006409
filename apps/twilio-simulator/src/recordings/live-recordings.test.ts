import { expect, test } from '@jest/globals';
import { pause, SPEED, startLive } from '../../test/live-call.ts';
import { accountPath, until } from '../../test/server.ts';

type Recording = { sid: string; status: string };

test('a recording is started, paused, resumed and stopped during a call, and REST shows each step', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  const url = `${api.receiver.url}/recording`;
  const events = ['in-progress completed', 'absent'];
  const started = await api.record(call, { RecordingStatusCallback: url, RecordingStatusCallbackEvent: events });
  const about = { source: 'StartCallRecordingAPI', call_sid: call, duration: null, channels: 1, track: 'both' };
  expect(started).toMatchObject({ status: 201, body: { status: 'in-progress', ...about } });
  const { sid } = started.body as Recording;
  const shown = async () => ((await api.get(`${api.path(call)}/Recordings/${sid}.json`)).body as Recording).status;
  for (const status of ['paused', 'in-progress', 'paused']) {
    expect(await api.change(call, sid, { Status: status })).toMatchObject({ status: 200, body: { sid, status } });
    expect(await shown()).toBe(status);
  }
  expect(await api.change(call, sid, { Status: 'stopped' })).toMatchObject({ body: { sid, status: 'stopped' } });
  await until(() => api.sentTo('/recording').length === 2);
  const reported = api.sentTo('/recording').map(({ params }) => params['RecordingStatus']);
  expect(reported).toEqual(['in-progress', 'completed']);
  expect(await api.find(call)).toMatchObject({ status: 'in-progress', recordings: [{ sid, status: 'completed' }] });
  const [{ history } = { history: [] }] = (await api.find(call)).recordings;
  expect(history.map(({ status }) => status)).toEqual(
    'in-progress paused in-progress paused stopped processing completed'.split(' '),
  );
  const media = await api.request(`${accountPath}/Recordings/${sid}.wav`);
  expect(media.headers.get('content-type')).toBe('audio/x-wav');
  expect((await media.arrayBuffer()).byteLength).toBeGreaterThan(8000);
});

test.each(['skip', 'silence'])(
  'a pause with %s shortens the duration by its length only when skipped',
  async (behavior) => {
    await using api = await startLive();
    const call = await api.answered({ twiml: pause });
    await api.record(call);
    await api.change(call, 'Twilio.CURRENT', { Status: 'paused', PauseBehavior: behavior });
    // Another call of 15 seconds measures the pause.
    const other = await api.answered({ twiml: pause, stay_seconds: 15 });
    await until(async () => (await api.find(other)).final);
    await api.end(call);
    await until(async () => (await api.find(call)).recordings[0]?.status === 'completed');
    const { duration, history } = (await api.find(call)).recordings[0]!;
    /** In seconds of the call. */
    const at = (wanted: string) => Date.parse(history.find(({ status }) => status === wanted)!.at) / (1000 / SPEED);
    const [untilPause, whole] = [at('paused') - at('in-progress'), at('processing') - at('in-progress')];
    expect(whole - untilPause).toBeGreaterThanOrEqual(12);
    expect(Math.abs(Number(duration) - (behavior === 'skip' ? untilPause : whole))).toBeLessThanOrEqual(2);
  },
);

test('a second start in one call returns the running recording', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  const [one, other] = [await api.record(call), await api.record(call, { RecordingChannels: 'dual' })];
  expect(other).toEqual(one);
  await api.change(call, 'Twilio.CURRENT', { Status: 'stopped' });
  expect((await api.record(call)).body).not.toMatchObject({ sid: (one.body as Recording).sid });
  expect((await api.find(call)).recordings).toHaveLength(2);
});

test('the end of the call completes the recording, paused or not', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  await api.record(call, { RecordingStatusCallback: `${api.receiver.url}/recording`, RecordingChannels: 'dual' });
  await api.change(call, 'Twilio.CURRENT', { Status: 'paused' });
  await api.end(call);
  await api.ended();
  expect(api.sentTo('/recording').map(({ params }) => params)).toMatchObject([
    { CallSid: call, RecordingStatus: 'completed', RecordingSource: 'StartCallRecordingAPI', RecordingChannels: '2' },
  ]);
});

test('a call that is not in progress cannot be recorded, and its recordings cannot be changed', async () => {
  await using api = await startLive();
  const ringing = await api.place({ To: '+15085550142', Timeout: '600', Twiml: pause });
  expect(await api.record(ringing)).toMatchObject({ status: 400, body: { code: 21220 } });
  const call = await api.answered({ twiml: pause });
  const { sid } = (await api.record(call)).body as Recording;
  await api.end(call);
  expect(await api.record(call)).toMatchObject({ status: 400, body: { code: 21220 } });
  expect(await api.change(call, sid, { Status: 'paused' })).toMatchObject({ status: 400, body: { code: 21220 } });
  expect(await api.record(`CA${'0'.repeat(32)}`)).toMatchObject({ status: 404, body: { code: 20404 } });
});

test('a stopped recording cannot be resumed, and invalid parameters are refused', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  expect(await api.change(call, 'Twilio.CURRENT', { Status: 'paused' })).toMatchObject({ status: 404 });
  const { sid } = (await api.record(call)).body as Recording;
  const refused = { status: 400, body: { code: 20001 } };
  expect(await api.change(call, sid, { Status: 'resumed' })).toMatchObject(refused);
  expect(await api.change(call, sid, {})).toMatchObject(refused);
  expect(await api.change(call, sid, { Status: 'paused', PauseBehavior: 'mute' })).toMatchObject(refused);
  expect(await api.record(call, { RecordingTrack: 'none' })).toMatchObject(refused);
  await api.change(call, sid, { Status: 'stopped' });
  for (const status of ['in-progress', 'stopped'])
    expect(await api.change(call, sid, { Status: status })).toMatchObject({ status: 404, body: { code: 20404 } });
});

test('the recording of a whole call can be paused, and a second one started', async () => {
  await using api = await startLive();
  const call = await api.place({ Twiml: pause, Record: 'true' });
  await until(async () => (await api.find(call)).status === 'in-progress');
  await api.record(call);
  const { recordings } = await api.find(call);
  expect(recordings.map(({ source }) => source).toSorted()).toEqual(['OutboundAPI', 'StartCallRecordingAPI']);
  const whole = recordings.find(({ source }) => source === 'OutboundAPI')?.sid ?? '';
  expect(await api.change(call, whole, { Status: 'paused' })).toMatchObject({ body: { status: 'paused' } });
});

test('a dialled leg is recorded with its parent', async () => {
  await using api = await startLive();
  const call = await api.answered();
  await until(async () =>
    (await api.truth()).some((leg) => leg.parent_call_sid === call && leg.status === 'in-progress'),
  );
  const child = (await api.truth()).find((leg) => leg.parent_call_sid === call)?.sid ?? '';
  expect(await api.record(child)).toMatchObject({ status: 201, body: { call_sid: call } });
});

test('calls of a load can be recorded and ended', async () => {
  await using api = await startLive();
  await api.post('/simulator/load', { calls: 1, rate: 1000, speed: 20, seed: 3, scenarios: ['answered'] });
  const isTalking = async () => (await api.truth())[0]?.status === 'in-progress';
  await until(isTalking);
  const [{ sid } = { sid: '' }] = await api.truth();
  const recording = ((await api.record(sid)).body as Recording).sid;
  expect(await api.change(sid, recording, { Status: 'stopped' })).toMatchObject({ body: { status: 'stopped' } });
  expect(await api.end(sid)).toMatchObject({ status: 200, body: { status: 'completed' } });
  await until(() => api.simulator.stats().done);
  const [call] = await api.truth();
  expect(call).toMatchObject({ status: 'completed', ended_by: 'rest' });
  expect(call?.recordings.find((each) => each.sid === recording)?.status).toBe('completed');
  expect((await api.live()).calls).toEqual([]);
});
