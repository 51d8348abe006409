import { expect, test } from '@jest/globals';
import { interview } from '../../test/receiver.ts';
import { accountPath, startTestServer } from '../../test/server.ts';

type Api = Awaited<ReturnType<typeof startTestServer>>;

const allEvents = ['initiated', 'ringing', 'answered', 'completed'];
const settings = { callSettings: { speed: 100_000, cps: 1000 }, answer: interview };

/** Places a call and waits until it is over; returns its SID. */
async function interviewing(api: Api, to: string, fields: Record<string, string | readonly string[]> = {}) {
  const { url } = api.receiver;
  const placed = await api.postForm(`${accountPath}/Calls.json`, {
    To: to,
    From: '+16175006181',
    Url: `${url}/voice?q=1#rc=5&rp=all`,
    StatusCallback: `${url}/status?intent=7`,
    StatusCallbackEvent: allEvents,
    ...fields,
  });
  expect(placed).toMatchObject({ status: 201, body: { status: 'queued', direction: 'outbound-api', to } });
  while (api.simulator.stats().live_calls > 0) await new Promise(setImmediate);
  return (placed.body as { sid: string }).sid;
}

const at = (api: Api, path: string) => api.receiver.received.filter((received) => received.path.startsWith(path));

const statuses = (api: Api) =>
  at(api, '/status')
    .toSorted((a, b) => Number(a.params['SequenceNumber']) - Number(b.params['SequenceNumber']))
    .map(({ params }) => params['CallStatus']);

test('a good candidate answers every question, each answer with a recording of its own', async () => {
  await using api = await startTestServer(settings);
  const callSid = await interviewing(api, '+15085550100');
  expect(statuses(api)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  const answers = at(api, '/answer');
  expect(answers.map(({ path }) => path)).toEqual(['/answer?q=1', '/answer?q=2', '/answer?q=3']);
  expect(new Set(answers.map(({ params }) => params['RecordingSid'])).size).toBe(3);
  for (const { params } of answers) {
    expect(params).toMatchObject({ CallSid: callSid, CallStatus: 'in-progress' });
    expect(params['RecordingUrl']).toMatch(new RegExp(`/Recordings/${params['RecordingSid']}$`));
    expect(Number(params['RecordingDuration'])).toBeGreaterThan(10);
    expect(params).not.toHaveProperty('Digits');
  }
  const reported = at(api, '/recording').map(({ path, params }) => `${path.slice(-1)} ${params['RecordingStatus']}`);
  expect(reported.toSorted()).toEqual(['1', '2', '3'].flatMap((q) => [`${q} completed`, `${q} in-progress`]));
});

test('a silent candidate goes on with the next verb, and the recording is absent', async () => {
  await using api = await startTestServer(settings);
  await interviewing(api, '+15085550112');
  expect(at(api, '/answer')).toEqual([]);
  expect(at(api, '/voice').map(({ path }) => path)).toEqual([
    '/voice?q=1',
    '/voice?q=2&empty=true',
    '/voice?q=3&empty=true',
    '/voice?q=4&empty=true',
  ]);
  const reported = at(api, '/recording').map(({ path, params }) => `${path.slice(-1)} ${params['RecordingStatus']}`);
  expect(reported.toSorted()).toEqual(['1', '2', '3'].flatMap((q) => [`${q} absent`, `${q} in-progress`]));
});

test('a candidate who hangs up is recorded until then, and the action is completed', async () => {
  await using api = await startTestServer(settings);
  await interviewing(api, '+15085550122');
  const answers = at(api, '/answer');
  expect(answers.map(({ path }) => path)).toEqual(['/answer?q=1', '/answer?q=2']);
  expect(answers[1]?.params).toMatchObject({ Digits: 'hangup', CallStatus: 'completed' });
  expect(statuses(api).at(-1)).toBe('completed');
});

test('a key ends the answer and is in the action', async () => {
  await using api = await startTestServer(settings);
  await interviewing(api, '+15085550131');
  expect(at(api, '/answer').map(({ params }) => params['Digits'])).toEqual(['#', '#', '#']);
});

test.each([
  ['+15085550141', ['initiated', 'ringing', 'busy']],
  ['+15085550142', ['initiated', 'ringing', 'no-answer']],
])('%s is reported as %j, without a request for TwiML', async (to, story) => {
  await using api = await startTestServer(settings);
  await interviewing(api, to);
  expect(statuses(api)).toEqual(story);
  expect(at(api, '/voice')).toEqual([]);
});

test('a machine speaks its greeting, then nothing', async () => {
  await using api = await startTestServer(settings);
  await interviewing(api, '+15085550143', { MachineDetection: 'Enable' });
  expect(at(api, '/voice')[0]?.params).toMatchObject({ AnsweredBy: 'machine_start', CallStatus: 'in-progress' });
  expect(at(api, '/answer')).toHaveLength(1);
});

test('the default subscription reports only the end', async () => {
  await using api = await startTestServer(settings);
  await interviewing(api, '+15085550100', { StatusCallbackEvent: [] });
  expect(statuses(api)).toEqual(['completed']);
});

test('a script assigned to a number overrides its digits', async () => {
  await using api = await startTestServer(settings);
  const assigned = { number: '+15085550100', script: 'hangs-up-at-1' };
  expect(await api.post('/simulator/candidates', assigned)).toEqual({ status: 200, body: assigned });
  await interviewing(api, '+15085550100');
  expect(at(api, '/answer').map(({ params }) => params['Digits'])).toEqual(['hangup']);
  for (const wrong of [{ script: 'sings' }, { speed: 0 }, { talk_seconds: 'long' }])
    expect(await api.post('/simulator/candidates', { ...assigned, ...wrong })).toMatchObject({ status: 400 });
});

test('the same seed, number and question give the same answer, independent of other calls', async () => {
  const answersOf = async (seed: number, ...numbers: string[]) => {
    await using api = await startTestServer({ ...settings, callSettings: { ...settings.callSettings, seed } });
    for (const number of numbers) await interviewing(api, number);
    const { recordings } = (await api.get('/simulator/recordings')).body as { recordings: { text: string }[] };
    return recordings.slice(-3).map(({ text }) => text);
  };
  const once = await answersOf(7, '+15085550100');
  expect(new Set(once).size).toBe(3);
  expect(once[0]).toContain('customer');
  expect(await answersOf(7, '+15085550111', '+15085550100')).toEqual(once);
  expect(await answersOf(8, '+15085550100')).not.toEqual(once);
});

test('a duplicated action request advances the call only once', async () => {
  const twice = { ...settings, callSettings: { ...settings.callSettings, duplicate: 1, drop: 0 } };
  await using api = await startTestServer(twice);
  await interviewing(api, '+15085550100');
  expect(at(api, '/answer')).toHaveLength(6);
  expect(new Set(at(api, '/answer').map(({ params }) => params['RecordingSid'])).size).toBe(3);
});

test('the fallback URL is requested if the first one fails', async () => {
  const answer: typeof interview = (received) => (received.path.startsWith('/voice') ? 500 : interview(received));
  await using api = await startTestServer({ ...settings, answer });
  const { url } = api.receiver;
  await interviewing(api, '+15085550100', { Url: `${url}/voice?q=1`, FallbackUrl: `${url}/fallback` });
  expect(at(api, '/fallback')[0]?.params).toMatchObject({ ErrorCode: '11200', ErrorUrl: `${url}/voice?q=1` });
});

test('inline TwiML is followed, and the recording of a whole call has the source OutboundAPI', async () => {
  await using api = await startTestServer(settings);
  const { url } = api.receiver;
  await interviewing(api, '+15085550100', {
    Url: [],
    Twiml: `<Response><Gather action="${url}/gathered"><Say>Press one.</Say></Gather></Response>`,
    Record: 'true',
    RecordingStatusCallback: `${url}/recording`,
  });
  expect(at(api, '/gathered')[0]?.params).toMatchObject({ Digits: '1', msg: 'Gather End' });
  expect(at(api, '/recording')[0]?.params).toMatchObject({
    RecordingStatus: 'completed',
    RecordingSource: 'OutboundAPI',
  });
});
