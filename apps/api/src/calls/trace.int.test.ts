import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordInterviewFacts } from '@trunkline/db/interviews';
import type { InterviewFact } from '@trunkline/telephony/interviews';
import { storeAll } from '../../../../test/support/db/inbox.ts';
import { createTestInterview } from '../../../../test/support/db/interviews.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { emptyInbox } from '../../test/store-test-rows.ts';

const [PARENT, CHILD, READERS, SUSPECT, LONG, ASKED] = [1, 2, 3, 4, 5, 6].map(callSid) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const RECORDING = `RE${'4'.repeat(32)}`;
let api: TestApi;
let headers: Record<'client' | 'monitor', Record<string, string>>;
let ids: string[];

const second = (at: number) => new Date(Date.UTC(2026, 1, 12, 11, 48, at)).toISOString();
const ofChild = (status: string, sequence: number, at: number) =>
  callbackToStore({ ...progress(CHILD, status, sequence, at), ParentCallSid: PARENT, To: '+15085140321' });
const recording = callbackToStore(
  {
    CallSid: PARENT,
    RecordingSid: RECORDING,
    RecordingStatus: 'completed',
    RecordingDuration: '4',
    RecordingStartTime: 'Thu, 12 Feb 2026 11:48:05 +0000',
    RecordingChannels: '2',
  },
  { callbackKind: 'recording-complete', source: 'twilio_recording', rawTarget: '/webhooks/twilio/recording-status' },
);

beforeAll(async () => {
  api = await openTestApi({ OWNED_PHONE_NUMBERS: '+16175006181', SIGNED_URL_SECRET: 's'.repeat(40) });
  await emptyInbox(api.db);
  const { pool } = api.db;
  const [client, monitor] = [
    await addPerson(api.db, 'Amara', 'client'),
    await addPerson(api.db, 'a monitor', 'monitor'),
  ];
  const reader = await addPerson(api.db, 'Ruth', 'reader');
  headers = { client: (await keyOf(api.db, client)).headers, monitor: (await keyOf(api.db, monitor)).headers };
  const again = callbackToStore(progress(PARENT, 'initiated', 0, 0));
  ids = await storeAndApply(api.db, [
    again,
    callbackToStore(progress(PARENT, 'in-progress', 2, 4)),
    callbackToStore(progress(PARENT, 'ringing', 1, 1)),
    ofChild('initiated', 0, 5),
    ofChild('completed', 3, 9),
    callbackToStore(progress(PARENT, 'completed', 3, 11)),
    recording,
  ]);
  await storeAll(api.db, [again]);
  await pool.query(`insert into orders (id, client_id, reader_id) overriding system value values (1, $1, $2)`, [
    client.id,
    reader.id,
  ]);
  await pool.query(`update calls set order_id = 1 where call_sid = $1`, [PARENT]);
  await pool.query(
    `insert into calls (call_sid, status, order_id, conference_call_id, direction, to_number)
    select $1, 'completed', 1, id, 'outbound', '+15085140322' from calls where call_sid = $2`,
    [READERS, PARENT],
  );
  await pool.query(
    `insert into call_commands (call_id, kind, state, actor_role, sent_at, settled_at)
    select id, 'recording_pause', 'confirmed', 'monitor', now(), now() from calls where call_sid = $1`,
    [PARENT],
  );
  await pool.query(
    `insert into siren_alerts (call_id, alert_type, reason, triggered_by)
    select id, 'emergency', 'help', $2 from calls where call_sid = $1`,
    [PARENT, monitor.id],
  );
  await pool.query(
    `insert into callback_gaps (call_sid, missing, sequence, class, due_at, noticed_by, evidence)
    values ($1, 'answered', 2, 'we_failed', $2, 'reconcile_warm', '{"answers": [503]}')`,
    [CHILD, second(39)],
  );
  await pool.query(
    `update call_recordings set custody = 'stored', stored_at = now(), object_key = 'x' where recording_sid = $1`,
    [RECORDING],
  );
});
afterAll(async () => api[Symbol.asyncDispose]());

const trace = (path: string, as?: Record<string, string>) => api.send(`/api/calls/${path}`, as ? { headers: as } : {});
const lanes = (body: Body) => body['lanes'] as Record<'legs' | 'recordings' | 'questions', Body[]>;

test('one answer has the verdict, the lanes, every callback and what is missing', async () => {
  const { status, body } = await trace(`${PARENT}/trace`);
  expect(status).toBe(200);
  const explained = (await trace(`${PARENT}/explain`)).body;
  const { verdict, counts } = explained as { verdict: object; counts: object };
  expect(body).toMatchObject({
    as_of: null,
    verdict: { ...verdict, counts, needs_attention: true },
    call: { call_sid: PARENT, status: 'completed' },
    marks_left_out: 0,
  });
  expect(body['call']).not.toHaveProperty('events');
  expect(lanes(body).legs).toMatchObject([
    {
      call_sid: PARENT,
      role: 'parent',
      party: { number: '+15085140320', display: '+1 (508) 514-0320', name: 'Amara' },
      intervals: [
        { state: 'initiated', from: second(0), to: second(1), is_derived: false },
        { state: 'ringing', from: second(1), to: second(4) },
        { state: 'in-progress', from: second(4), to: second(11) },
        { state: 'completed', from: second(11), to: null },
      ],
    },
    { call_sid: CHILD, role: 'child', party: { number: '+15085140321', name: null } },
    { call_sid: READERS, role: 'participant', party: { number: '+15085140322', name: 'Ruth' } },
  ]);
  expect(lanes(body).recordings).toMatchObject([
    {
      recording_sid: RECORDING,
      custody: 'stored',
      audio_url: expect.stringMatching(/^\/media\/recordings\/RE/),
      intervals: [{ state: 'recording', from: second(5), to: second(9) }],
    },
  ]);
});

test('a callback is a mark where it happened, with its signature, our answer and what it did', async () => {
  const { body } = await trace(`${PARENT}/trace`);
  const marks = body['marks'] as Body[];
  expect(marks.map(({ inbox_id: id }) => id)).toEqual([0, 2, 1, 3, 4, 5, 6].map((n) => ids[n]));
  expect(marks[0]).toMatchObject({ copies: 2, name: 'initiated', placed_at: second(0), placed_by: 'twilio' });
  expect(marks[1]).toMatchObject({
    leg: PARENT,
    kind: 'call-status',
    sequence: 1,
    twilio_time: second(1),
    what: 'late',
    verdict: 'late',
    signature: 'valid',
    answer: { form: '204', status: 204 },
    state: 'completed',
    attempts: 1,
    enqueued: 1,
  });
  expect(marks[6]).toMatchObject({ recording_sid: RECORDING, twilio_time: null, placed_by: 'receipt' });
});

test('a missing callback has its instants, its reason and how Twilio’s attempts were answered', async () => {
  const { body } = await trace(`${PARENT}/trace`);
  expect(body['missing']).toContainEqual(
    expect.objectContaining({
      leg: CHILD,
      name: 'answered',
      outcome: 'missing',
      class: 'we_failed',
      expected_at: second(9),
      due_at: second(39),
      noticed_by: 'warm',
      evidence: { answers: [503] },
    }),
  );
});

test('sirens and commands are shown, and audit entries to administrators', async () => {
  const { rows } = await api.db.pool.query<{ id: string }>('select id from calls where call_sid = $1', [PARENT]);
  const drop = { method: 'POST', json: { reason: 'enough' } };
  await api.send(`/api/calls/${rows[0]!.id}/status`, { method: 'POST', json: { status: 'failed', reason: 'a test' } });
  await api.send(`/api/calls/${rows[0]!.id}/drop`, drop);
  const { body } = await trace(`${rows[0]!.id}/trace`);
  expect(body).toMatchObject({
    call: { id: rows[0]!.id },
    sirens: [{ alert_type: 'emergency', status: 'active' }],
    commands: [{ kind: 'recording_pause', state: 'confirmed', call_id: rows[0]!.id }],
  });
  const ofMonitor = await trace(`${PARENT}/trace`, headers.monitor);
  expect(ofMonitor.body).toMatchObject({ audit: [], verdict: { state: 'incomplete' } });
});

test('a child leg is traced with the call that dialled it', async () => {
  const { body } = await trace(`${CHILD}/trace`);
  expect(body).toMatchObject({ call: { call_sid: CHILD }, lanes: { legs: [{ call_sid: PARENT }, {}, {}] } });
});

test('a call that quarantined callbacks alone name is traced by its SID', async () => {
  const suspect = callbackToStore(progress(SUSPECT, 'completed', 3), { processingStatus: 'quarantined', error: 'no' });
  await storeAll(api.db, [suspect]);
  expect((await trace(`${SUSPECT}/trace`)).body).toMatchObject({
    call: null,
    verdict: { state: 'suspect' },
    marks: [{ what: 'quarantined', error: 'no', verdict: null }],
  });
});

test.each([callSid(9), '999999', 'nonsense'])('%s is not found', async (key) => {
  expect(await trace(`${key}/trace`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('the questions of an interview have a lane: the reply to an answer asks the next one', async () => {
  const id = await createTestInterview(api.db, 2);
  await storeAndApply(api.db, [callbackToStore(progress(ASKED, 'in-progress', 0))]);
  await api.db.pool.query('update interviews set call_sid = $2 where id = $1', [id, ASKED]);
  const fact = (kind: InterviewFact['kind'], questionNumber: number, at: number): InterviewFact => ({
    key: `${kind}:${questionNumber}`,
    kind,
    source: 'webhook',
    callSid: ASKED,
    status: 'in-progress',
    questionNumber,
    attempt: 1,
    occurredAt: null,
    observedAt: second(at),
    ...(kind === 'answered' && { recording: { sid: RECORDING, status: 'completed', durationSec: 3 } }),
  });
  const facts = [fact('asked', 1, 1), fact('answered', 1, 5), fact('answered', 2, 9)];
  await recordInterviewFacts(
    api.db.pool,
    facts.map((one, n) => ({ interviewId: id, inboxId: `${n + 1}`, fact: one })),
  );
  expect(lanes((await trace(`${ASKED}/trace`)).body).questions).toMatchObject([
    { question_number: 1, question: 'Question 1?', asked_at: second(1), answered_at: second(5), duration_sec: 3 },
    { question_number: 2, asked_at: second(5), answered_at: second(9) },
  ]);
  expect(lanes((await trace(`${ASKED}/trace`, headers.monitor)).body).questions).toHaveLength(2);
});

describe('a client', () => {
  test('gets the own leg, its recording and the commands, without the log and the leg of the reader', async () => {
    const { status, body } = await trace(`${PARENT}/trace`, headers.client);
    expect(status).toBe(200);
    expect(body).toMatchObject({ verdict: null, known_from: null, marks: [], missing: [], audit: [], sirens: [] });
    expect(lanes(body).legs).toMatchObject([{ call_sid: PARENT, party: { name: 'Amara' }, expected: null }]);
    expect(lanes(body).legs).toHaveLength(1);
    expect(lanes(body).recordings).toMatchObject([{ recording_sid: RECORDING }]);
    expect(body['call']).not.toHaveProperty('price');
    expect(body['commands']).toHaveLength(1);
  });

  test('gets no past, and not the call of another', async () => {
    expect((await trace(`${PARENT}/trace?as_of=2026-03-01T10:00:00Z`, headers.client)).status).toBe(403);
    expect((await trace(`${ASKED}/trace`, headers.client)).status).toBe(404);
  });
});

describe('as it was known', () => {
  const asOf = (time: string) => trace(`${PARENT}/trace?as_of=${encodeURIComponent(time)}`);
  /** Of the n-th callback. */
  const knownAt = async (n: number): Promise<string> => {
    const sql = `select to_char(observed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from call_events where inbox_id = $1`;
    return (await api.db.pool.query<{ at: string }>(sql, [ids[n]])).rows[0]!.at;
  };

  test('a call has the marks, the statuses and the verdict of that time', async () => {
    const { body } = await asOf(await knownAt(1));
    expect(body).toMatchObject({
      as_of: await knownAt(1),
      known_from: await knownAt(0),
      call: { status: 'in-progress' },
      verdict: { state: 'incomplete', sentence: expect.stringContaining('ringing did not come') },
      lanes: { legs: [{ intervals: [{ state: 'initiated' }, { state: 'in-progress', to: null }] }], recordings: [] },
      sirens: [],
      commands: [],
      audit: [],
    });
    expect((body['marks'] as Body[]).map(({ inbox_id: id }) => id)).toEqual([ids[0], ids[1]]);
    expect(body['missing']).toMatchObject([{ name: 'ringing', outcome: 'missing' }]);
  });

  test('all is known at the end', async () => {
    const now = (await trace(`${PARENT}/trace`)).body;
    const then = (await asOf(now['known_until'] as string)).body;
    expect(then['marks']).toEqual(now['marks']);
    expect(then['missing']).toEqual(now['missing']);
    expect(lanes(then).legs.slice(0, 2)).toEqual(lanes(now).legs.slice(0, 2));
  });

  test('before the first fact nothing is found', async () => {
    expect(await asOf('2020-01-01T00:00:00Z')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});

test('of a call with very many callbacks those that came as usual are left out', async () => {
  await storeAndApply(api.db, [callbackToStore(progress(LONG, 'in-progress', 0))]);
  await api.db.pool.query(
    `insert into call_events (inbox_id, call_sid, event_type, observed_at, source, verdict, fact, payload)
    select 900000000000 + n, $1::text, 'call.realtime_transcription', now(), 'webhook', 'applied', jsonb_build_object('key', 'k' || n,
      'kind', 'realtime-transcription', 'source', 'webhook', 'callSid', $1::text, 'status', null, 'sequence', null, 'occurredAt', null,
      'observedAt', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'values', '{}'::jsonb), '{}'
    from generate_series(1, 2500) n`,
    [LONG],
  );
  const { body } = await trace(`${LONG}/trace`);
  expect([(body['marks'] as Body[]).length, body['marks_left_out']]).toEqual([2000, 501]);
});

test.each(['colour=red', 'as_of=yesterday'])('?%s is refused', async (query) => {
  expect((await trace(`${PARENT}/trace?${query}`)).status).toBe(400);
});
