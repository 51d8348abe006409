import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openHttpServer } from '@trunkline/service';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CURRENT_RECORDING } from './resources/control-recording.ts';
import { openTwilio, type TwilioRest } from './open-twilio.ts';
import { SubmissionUnknownError, TwilioRequestError } from './rest-errors.ts';

const ACCOUNT = `AC${'5'.repeat(32)}`;
const CALL = `CA${'1'.repeat(32)}`;
const RECORDING = `RE${'2'.repeat(32)}`;
const CONFERENCE = `CF${'3'.repeat(32)}`;

/** What Twilio answers to the n-th request, counted from 1. */
let answer: (n: number) => RequestListener;
let requests: string[];
let server: Awaited<ReturnType<typeof openHttpServer>>;
let twilio: TwilioRest;

beforeEach(async () => {
  requests = [];
  const listen = async (...[req, res]: Parameters<RequestListener>): Promise<void> => {
    const body = Buffer.concat(await req.toArray()).toString();
    const path = req.url!.replace(`/2010-04-01/Accounts/${ACCOUNT}/`, '');
    answer(requests.push(`${req.method} ${path} ${body}`.trim()))(req, res);
  };
  server = await openHttpServer((req, res) => void listen(req, res), { HOST: '127.0.0.1', PORT: 0 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'secret', TWILIO_MAX_IN_FLIGHT: 10 };
  twilio = openTwilio({ ...config, TWILIO_API_URL: url }, { pace: { deadlineMs: 500, attempts: 4 } });
});

afterEach(async () => {
  twilio[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

const says =
  (status: number, body: object): RequestListener =>
  (_req, res) =>
    res.writeHead(status).end(JSON.stringify(body));
const refuses = (status: number, code: number) => says(status, { code, message: 'no', status });
const breaksOff: RequestListener = (req) => req.socket.destroy();
/** Answers one after the other, the last one for good. */
const inTurn =
  (...answers: RequestListener[]) =>
  (n: number): RequestListener =>
    answers[Math.min(n, answers.length) - 1]!;

const recording = (status: string, changes: object = {}) => ({
  sid: RECORDING,
  account_sid: ACCOUNT,
  call_sid: CALL,
  status,
  source: 'StartCallRecordingAPI',
  channels: 1,
  ...changes,
});
const listed = (...recordings: object[]) => says(200, { recordings, next_page_uri: null });
const conference = (status: string) => ({
  sid: CONFERENCE,
  account_sid: ACCOUNT,
  friendly_name: 'order-call-7',
  status,
});

const END = `POST Calls/${CALL}.json Status=completed`;
const urls = { statusUrl: 'https://a.example/recordings?call_id=7' };

test('a call is ended by one request', async () => {
  answer = inTurn(says(200, { sid: CALL, status: 'completed' }));
  await expect(twilio.endCall(CALL)).resolves.toBe('ended');
  expect(requests).toEqual([END]);
});

test('ending a call that has ended is no error', async () => {
  answer = inTurn(refuses(400, 21220));
  await expect(twilio.endCall(CALL)).resolves.toBe('already-ended');
  expect(requests).toEqual([END]);
});

test.each<[string, RequestListener]>([
  ['the connection breaks', breaksOff],
  ['there is no answer', () => {}],
  ['Twilio answers 503', says(503, {})],
  ['Twilio answers 408', says(408, {})],
  ['the account asks too much at once', says(429, {})],
])('when %s, the request to end a call is repeated', async (_what, failure) => {
  answer = inTurn(failure, says(200, { sid: CALL, status: 'completed' }));
  await expect(twilio.endCall(CALL)).resolves.toBe('ended');
  expect(requests).toEqual([END, END]);
});

test('a call found ended by the repetition counts as ended by the request whose answer was lost', async () => {
  answer = inTurn(breaksOff, refuses(400, 21220));
  await expect(twilio.endCall(CALL)).resolves.toBe('ended');
  answer = inTurn(says(429, {}), refuses(400, 21220)); // which Twilio does not carry out
  requests = [];
  await expect(twilio.endCall(CALL)).resolves.toBe('already-ended');
});

test('any other refusal fails with Twilio’s message', async () => {
  answer = inTurn(refuses(404, 20404));
  const ending = twilio.endCall(CALL);
  await expect(ending).rejects.toBeInstanceOf(TwilioRequestError);
  await expect(ending).rejects.toMatchObject({ status: 404, code: 20404 });
});

test('a recording is started once, with its callbacks subscribed and retried', async () => {
  answer = inTurn(says(201, recording('in-progress')));
  await expect(twilio.startRecording(CALL, urls)).resolves.toMatchObject({ sid: RECORDING, status: 'in-progress' });
  const [path, form] = [requests[0]!.split(' ').slice(0, 2).join(' '), new URLSearchParams(requests[0]!.split(' ')[2])];
  expect(path).toBe(`POST Calls/${CALL}/Recordings.json`);
  expect([...form]).toEqual([
    ['RecordingStatusCallback', 'https://a.example/recordings?call_id=7#rc=5&rp=all'],
    ...['in-progress', 'completed', 'absent'].map((event) => ['RecordingStatusCallbackEvent', event]),
    ['RecordingStatusCallbackMethod', 'POST'],
  ]);
});

test.each<[string, RequestListener]>([
  ['broke off', breaksOff],
  ['was no JSON', (_req, res) => res.writeHead(201).end('<html>')],
  ['named no recording', says(201, { status: 'in-progress' })],
  ['was 503', says(503, {})],
])('a start whose answer %s is not repeated: its recording is looked for', async (_what, failure) => {
  const others = [recording('in-progress', { source: 'DialVerb' }), recording('completed')];
  const started = recording('in-progress', { sid: `RE${'9'.repeat(32)}` });
  answer = inTurn(failure, listed(...others, started));
  await expect(twilio.startRecording(CALL, urls)).resolves.toMatchObject({ sid: started.sid });
  expect(requests.map((request) => request.split(' ', 2).join(' '))).toEqual([
    `POST Calls/${CALL}/Recordings.json`,
    `GET Calls/${CALL}/Recordings.json?PageSize=1000`,
  ]);
});

test('a start without a recording has an unknown outcome, and is not repeated', async () => {
  answer = inTurn(breaksOff, listed(recording('completed')));
  await expect(twilio.startRecording(CALL, urls)).rejects.toBeInstanceOf(SubmissionUnknownError);
  expect(requests).toHaveLength(2);
  await expect(twilio.findLiveRecording(CALL)).resolves.toBeUndefined();
});

test('a start that Twilio refuses is refused', async () => {
  answer = inTurn(refuses(400, 21220));
  await expect(twilio.startRecording(CALL, urls)).rejects.toMatchObject({ status: 400, code: 21220 });
  expect(requests).toHaveLength(1);
});

test.each(['paused', 'in-progress', 'stopped'] as const)(
  'the order “%s” is repeated after a lost answer',
  async (status) => {
    answer = inTurn(breaksOff, says(200, recording(status)));
    await expect(twilio.changeRecording(CALL, RECORDING, status)).resolves.toMatchObject({ status });
    const order = `POST Calls/${CALL}/Recordings/${RECORDING}.json Status=${status}`;
    expect(requests).toEqual([order, order]);
  },
);

test('a pause that Twilio answers but does not make returns the real status', async () => {
  answer = inTurn(says(200, recording('in-progress')));
  await expect(twilio.changeRecording(CALL, CURRENT_RECORDING, 'paused')).resolves.toMatchObject({
    sid: RECORDING,
    status: 'in-progress',
  });
  expect(requests).toEqual([`POST Calls/${CALL}/Recordings/Twilio.CURRENT.json Status=paused`]);
});

test('a change refused after a lost answer reports that the first one may have been made', async () => {
  answer = inTurn(breaksOff, refuses(400, 21220));
  await expect(twilio.changeRecording(CALL, RECORDING, 'stopped')).rejects.toMatchObject({
    name: 'TwilioRequestError',
    code: 21220,
    cause: expect.objectContaining({ name: 'TwilioUnansweredError' }),
  });
});

test('a recording is read below its call; an unknown one is undefined', async () => {
  answer = inTurn(says(200, recording('paused')), refuses(404, 20404));
  await expect(twilio.fetchCallRecording(CALL, RECORDING)).resolves.toMatchObject({ status: 'paused' });
  await expect(twilio.fetchCallRecording(CALL, RECORDING)).resolves.toBeUndefined();
  expect(requests[0]).toBe(`GET Calls/${CALL}/Recordings/${RECORDING}.json`);
});

test('a conference is found by its name, with the calls that are in it', async () => {
  const participant = { call_sid: CALL, conference_sid: CONFERENCE, status: 'connected', muted: false, hold: false };
  answer = inTurn(
    says(200, { conferences: [conference('in-progress')], next_page_uri: null }),
    says(200, { participants: [participant], next_page_uri: null }),
  );
  const filter = { friendlyName: 'order-call-7', status: 'in-progress' };
  const [found] = await Array.fromAsync(twilio.listConferences(filter));
  expect(found!.rows).toMatchObject([{ sid: CONFERENCE, friendly_name: 'order-call-7' }]);
  const [page] = await Array.fromAsync(twilio.listParticipants(CONFERENCE));
  expect(page!.rows).toMatchObject([{ call_sid: CALL, status: 'connected', muted: false, label: null }]);
  expect(requests).toEqual([
    'GET Conferences.json?FriendlyName=order-call-7&Status=in-progress&PageSize=1000',
    `GET Conferences/${CONFERENCE}/Participants.json?PageSize=1000`,
  ]);
});

test('a conference is ended by one request; one that has ended is no error', async () => {
  answer = inTurn(says(200, conference('completed')), refuses(404, 20404), says(200, conference('completed')));
  await expect(twilio.endConference(CONFERENCE)).resolves.toBe('ended');
  await expect(twilio.endConference(CONFERENCE)).resolves.toBe('already-ended');
  const order = `POST Conferences/${CONFERENCE}.json Status=completed`;
  expect(requests).toEqual([order, order, `GET Conferences/${CONFERENCE}.json`]);
});

test('a running conference that cannot be ended is an error', async () => {
  answer = inTurn(refuses(400, 20001), says(200, conference('in-progress')));
  await expect(twilio.endConference(CONFERENCE)).rejects.toMatchObject({ status: 400, code: 20001 });
});

test('an aborted request is not repeated', async () => {
  const giveUp = new AbortController();
  const reason = new Error('superseded');
  answer = () => () => giveUp.abort(reason);
  await expect(twilio.endCall(CALL, giveUp.signal)).rejects.toBe(reason);
  expect(requests).toEqual([END]);
});
