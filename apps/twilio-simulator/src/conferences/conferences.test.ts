import { expect, test } from '@jest/globals';
import { startLive } from '../../test/live-call.ts';
import { accountPath, until } from '../../test/server.ts';

type Live = Awaited<ReturnType<typeof startLive>>;
type Conference = { sid: string; status: string };

const room = (attributes = '', name = 'order-call-7') =>
  `<Response><Dial action="ACTION/left"><Conference ${attributes}>${name}</Conference></Dial></Response>`;

const events = 'statusCallback="ACTION/conference" statusCallbackEvent="start end join leave"';

/** Places a call into a conference. */
const invite = (api: Live, document: string, fields: Record<string, string> = {}) =>
  api.place({ Twiml: document.replaceAll('ACTION', api.receiver.url), ...fields });

const list = async (api: Live, query = '') =>
  ((await api.get(`${accountPath}/Conferences.json${query}`)).body as { conferences: Conference[] }).conferences;

/** Places two calls into a conference, the second after the first has joined. */
async function inviteTwo(api: Live, first: string, second: string): Promise<[string, string]> {
  const one = await invite(api, first);
  await until(async () => (await list(api, '?Status=init')).length === 1);
  return [one, await invite(api, second)];
}

/** Places two calls that stay in a conference, and waits until it has started. */
async function bringTogether(api: Live, first: string, second: string): Promise<[string, string]> {
  await api.put('/simulator/call-settings', { talkSeconds: 0 });
  const both = await inviteTwo(api, first, second);
  await until(async () => (await list(api)).length === 1);
  return both;
}

const reported = (api: Live) =>
  api
    .sentTo('/conference')
    .toSorted((a, b) => Number(a.params['SequenceNumber']) - Number(b.params['SequenceNumber']))
    .map(({ params }) => params);

test('a person with seconds of their own ends a conference that others would not leave', async () => {
  await using api = await startLive();
  await api.put('/simulator/call-settings', { talkSeconds: 0 });
  const person = { number: '+15085550101', script: 'strong', speed: 600, talk_seconds: 5 };
  expect(await api.post('/simulator/candidates', person)).toMatchObject({ status: 200, body: person });
  await invite(api, room('endConferenceOnExit="true"'), { To: person.number });
  await invite(api, room());
  await api.ended();
  expect(await list(api, '?Status=completed')).toHaveLength(1);
});

test('a conference starts with the second participant and ends with the last', async () => {
  await using api = await startLive();
  const labelled = room(`${events} participantLabel="client"`);
  const unheard = room('statusCallback="ACTION/unheard" statusCallbackEvent="join"');
  const [first, second] = await inviteTwo(api, labelled, unheard);
  await api.ended();
  const story = reported(api).map(({ StatusCallbackEvent, CallSid }) => [StatusCallbackEvent, CallSid]);
  expect(story.slice(0, 3)).toEqual([
    ['participant-join', first],
    ['participant-join', second],
    ['conference-start', undefined],
  ]);
  const left = ['participant-leave', 'participant-leave', 'conference-end'];
  expect(story.slice(3).map(([event]) => event)).toEqual(left);
  expect(api.sentTo('/unheard')).toEqual([]);
  const [join, , , leave, last, end] = reported(api);
  expect(join).toMatchObject({ FriendlyName: 'order-call-7', SequenceNumber: '1', ParticipantLabel: 'client' });
  expect(join).toMatchObject({ Muted: 'false', StartConferenceOnEnter: 'true', EndConferenceOnExit: 'false' });
  expect(leave).toMatchObject({ ReasonParticipantLeft: 'participant_hung_up', ParticipantCallStatus: 'completed' });
  expect(end).toMatchObject({
    ReasonConferenceEnded: 'last-participant-left',
    CallSidEndingConference: last?.['CallSid'],
  });
  expect(end?.['Timestamp']).toMatch(/^\w{3}, [1-9]\d? \w{3} \d{4} [\d:]{8} \+0000$/);
});

test('the dial action of a conference has no leg, and is completed if the caller hung up', async () => {
  await using api = await startLive();
  const [moderator, other] = await bringTogether(api, room('endConferenceOnExit="true"'), room());
  await api.end(moderator);
  await api.ended();
  const left = Object.fromEntries(api.sentTo('/left').map(({ params }) => [params['CallSid'], params]));
  expect(left[moderator]).toMatchObject({ CallStatus: 'completed', DialCallStatus: 'answered' });
  expect(left[other]).toMatchObject({ CallStatus: 'in-progress', DialCallStatus: 'answered' });
  expect(left[other]).not.toHaveProperty('DialCallSid');
  const [conference] = await list(api, '?Status=completed');
  expect(conference).toMatchObject({
    reason_conference_ended: 'participant-with-end-conference-on-exit-left',
    call_sid_ending_conference: moderator,
  });
});

test('REST shows a conference and its participants, and ends it for all', async () => {
  await using api = await startLive();
  const calls = await bringTogether(api, room(events), room('muted="true"'));
  const [{ sid } = { sid: '' }] = await list(api, '?FriendlyName=order-call-7');
  const path = `${accountPath}/Conferences/${sid}`;
  const inside = async () =>
    (await api.get(`${path}/Participants.json?PageSize=1`)).body as { participants: object[]; next_page_uri: string };
  const first = await inside();
  expect(first.participants).toMatchObject([{ call_sid: calls[1], muted: true, status: 'connected' }]);
  expect((await api.get(first.next_page_uri)).body).toMatchObject({ participants: [{ call_sid: calls[0] }] });
  expect((await api.live()).conferences).toMatchObject([{ sid, participants: [{ label: null }, {}] }]);
  expect((await api.live()).calls.map(({ conference_sid }) => conference_sid)).toEqual([sid, sid]);
  expect(await api.postForm(`${path}.json`, { Status: 'completed' })).toMatchObject({
    body: {
      status: 'completed',
      reason_conference_ended: 'conference-ended-via-api',
      call_sid_ending_conference: null,
    },
  });
  expect((await inside()).participants).toEqual([]);
  expect(await api.postForm(`${path}.json`, { Status: 'completed' })).toMatchObject({ status: 400 });
  await api.ended();
  expect(
    reported(api)
      .slice(-3)
      .map((params) => params['ReasonParticipantLeft'] ?? params['ReasonConferenceEnded']),
  ).toEqual(['conference_ended_via_api', 'conference_ended_via_api', 'conference-ended-via-api']);
  expect((await api.get('/simulator/conferences')).body).toMatchObject({
    conferences: [{ n: 1, sid, visits: [{ call_sid: calls[0], reason: 'conference_ended_via_api' }, {}] }],
  });
});

test('a call ended by REST leaves its conference, and the others stay', async () => {
  await using api = await startLive();
  const [one, other] = await bringTogether(api, room(events), room());
  await api.end(one);
  expect(await api.find(one)).toMatchObject({ status: 'completed', ended_by: 'rest' });
  expect(await api.find(other)).toMatchObject({ status: 'in-progress' });
  expect((await list(api)).length).toBe(1);
  await api.end(other);
  await api.ended();
  expect(reported(api).at(-1)).toMatchObject({ CallSidEndingConference: other });
  expect(await list(api)).toEqual([]);
});

test('without startConferenceOnEnter participants wait, and the time limit ends their calls', async () => {
  await using api = await startLive();
  const waiting = room('startConferenceOnEnter="false"');
  await invite(api, waiting, { TimeLimit: '40' });
  await invite(api, waiting, { TimeLimit: '40' });
  await api.ended();
  expect((await api.truth()).map(({ ended_by, duration }) => [ended_by, duration])).toEqual([
    ['time-limit', '40'],
    ['time-limit', '40'],
  ]);
  expect(api.sentTo('/left').every(({ params }) => params['CallStatus'] === 'completed')).toBe(true);
  expect((await list(api, '?Status=completed')).length).toBe(1);
});

test('a label is unique in a conference: the second participant goes on with the next verb', async () => {
  await using api = await startLive();
  await api.put('/simulator/call-settings', { talkSeconds: 0 });
  const labelled = room('participantLabel="reader"');
  const first = await invite(api, labelled);
  await until(async () => (await list(api, '?Status=init')).length === 1);
  const second = await invite(api, labelled);
  await until(async () => (await api.find(second)).final);
  expect(await api.find(second)).toMatchObject({ status: 'completed', ended_by: 'twiml' });
  await api.end(first);
  await api.ended();
});

test('a name can be reused for a new conference, and dates are whole days', async () => {
  await using api = await startLive();
  for (let i = 0; i < 2; i++) {
    const [one] = await bringTogether(api, room('endConferenceOnExit="true"'), room());
    await api.end(one);
    await api.ended();
  }
  const conferences = await list(api, '?Status=completed&FriendlyName=order-call-7');
  expect(new Set(conferences.map(({ sid }) => sid)).size).toBe(2);
  const query = '?DateCreated=2026-11-20T12:00:00Z';
  expect(await api.get(`${accountPath}/Conferences.json${query}`)).toMatchObject({ status: 400 });
});
