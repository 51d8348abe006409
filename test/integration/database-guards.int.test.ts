import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { CALL_STATUSES, STATUS_WORDS, statusRank } from '@trunkline/telephony/calls';
import { deleteRows } from '../support/db/delete-rows.ts';
import { callSid } from '../support/twilio/callbacks.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'test');
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => deleteRows(db.pool, ['calls', 'call_events'], { restartsIdentity: true }));

const query = async (sql: string, values: unknown[] = []) => (await db.pool.query(sql, values)).rows;
const addCall = (n: number, status: string) =>
  query('insert into calls (call_sid, status) values ($1, $2)', [callSid(n), status]);

test('the database ranks statuses as the lattice does', async () => {
  const ranks = await query('select status, call_status_rank(status) as rank from unnest($1::text[]) status', [
    CALL_STATUSES,
  ]);
  expect(ranks).toEqual(CALL_STATUSES.map((status) => ({ status, rank: statusRank(status) })));
});

test('no SQL moves a call down the lattice', async () => {
  for (const [n, from] of CALL_STATUSES.entries()) {
    await addCall(n, from);
    for (const to of CALL_STATUSES.filter((status) => statusRank(status) < statusRank(from))) {
      const change = query('update calls set status = $2 where call_sid = $1', [callSid(n), to]);
      await expect(change).rejects.toThrow(`may not go from ${from} to ${to}`);
    }
  }
});

test('no index of calls depends on what every callback writes, so that one between the first and the last writes to none', async () => {
  const dependent = await query(
    `select d.objid::regclass::text as index, a.attname as column
     from pg_index i join pg_depend d on d.objid = i.indexrelid and d.refobjid = i.indrelid
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = d.refobjsubid
     where i.indrelid = 'calls'::regclass and a.attname = any($1)`,
    [['status', 'version', 'updated_at']],
  );
  expect(dependent).toEqual([]);
});

test('REST may replace one end by another, and an unknown status is refused', async () => {
  await addCall(1, 'completed');
  await query(`update calls set status = 'busy'`);
  await expect(query(`update calls set status = 'answered'`)).rejects.toThrow('calls_status_check');
});

test('an event is appended once and cannot be changed', async () => {
  const append = `insert into call_events (inbox_id, event_type, observed_at, source, verdict, fact, payload)
                  values (1, 'call.created', now(), 'webhook', 'applied', '{}', '{}')`;
  await query(append);
  await expect(query(`update call_events set verdict = 'late'`)).rejects.toThrow('rows are never changed');
  await expect(query(append)).rejects.toThrow('duplicate key');
});

test('events are deleted by the role of the retention alone: by no owner, superuser, worker or login of the API', async () => {
  await query(`insert into call_events (inbox_id, event_type, observed_at, source, verdict, fact, payload)
               values (1, 'call.created', now(), 'webhook', 'applied', '{}', '{}')`);
  const asRole = (role: string, sql: string) => query(`begin; set local role ${role}; ${sql}; commit`);
  const removals = ['delete from call_events', 'delete from call_events where false', 'truncate call_events'];
  for (const sql of [...removals, 'truncate calls, call_events restart identity cascade']) {
    await expect(query(sql)).rejects.toThrow('only the role trunkline_retention');
    for (const role of ['trunkline_worker', 'trunkline_api', 'app_superadmin'])
      await expect(asRole(role, sql)).rejects.toThrow(/only the role trunkline_retention|permission denied/);
  }
  expect(await query('select count(*)::int as n from call_events')).toEqual([{ n: 1 }]);
  await asRole('trunkline_retention', 'delete from call_events where inbox_id = 1');
  expect(await query('select count(*)::int as n from call_events')).toEqual([{ n: 0 }]);
});

const columnsOf = async (view: string) =>
  (await query('select attname from pg_attribute where attrelid = $1::regclass and attnum > 0', [view])).map(
    (row) => row.attname,
  );

test('the view messages has the columns and statuses of the call inbox', async () => {
  expect(await columnsOf('messages')).toEqual([
    'id',
    'conversation_id',
    'twilio_sid',
    'direction',
    'status',
    'from_number',
    'to_number',
    'duration',
    'price',
    'price_unit',
    'start_time',
    'end_time',
    'recording_url',
    'parent_call_sid',
    'metadata',
    'created_at',
    'updated_at',
    'last_event_time',
    'is_final',
    'finalized_at',
    'sync_state',
  ]);
  for (const [n, status] of CALL_STATUSES.entries()) await addCall(n, status);
  const words = await query('select status, metadata from messages order by id');
  expect(words.map(({ status }) => status)).toEqual(CALL_STATUSES.map((status) => STATUS_WORDS[status].message));
  expect(Object.keys(words[0].metadata).toSorted()).toEqual([
    'actual_direction',
    'answered_by',
    'display_status',
    'duration',
    'from',
    'hasParent',
    'queue_time',
    'to',
    'twilioDirection',
    'twilio_direction',
    'twilio_status',
  ]);
});

test('the view call_logs has the columns of the status-callback router and one row per status event', async () => {
  expect(await columnsOf('call_logs')).toEqual([
    'id',
    'candidate_id',
    'call_sid',
    'status',
    'to_number',
    'from_number',
    'payload',
    'created_at',
  ]);
  const add = (id: number, kind: string) =>
    query(
      `insert into call_events (inbox_id, call_sid, event_type, observed_at, source, verdict, fact, payload)
       values ($1, 'CA1', 'x', now(), 'webhook', 'applied', $2, '{"From": "+1", "To": "+2"}')`,
      [id, { kind, status: 'busy', values: { candidateId: 7 } }],
    );
  await add(1, 'call-status');
  await add(2, 'recording-complete');
  expect(await query('select candidate_id, status, from_number, to_number from call_logs')).toEqual([
    { candidate_id: 7, status: 'busy', from_number: '+1', to_number: '+2' },
  ]);
});

describe('call_recordings in the words of calls and emergency', () => {
  const columns = `call_id::text, recording_sid, status, duration_sec, file_size_bytes::text, storage_key, twilio_url`;
  const read = async (sid: string) =>
    (await db.pool.query(`select ${columns}, twilio_status from call_recordings where recording_sid = $1`, [sid]))
      .rows[0];
  const write = (sid: string, column: 'status' | 'twilio_status', word: string) =>
    db.pool.query(
      `insert into call_recordings (recording_sid, call_sid, ${column}, duration_sec, size_bytes, object_key, url, announced_at, updated_at)
      values ($1, $2, $3, 9, 144044, 'recordings/a.wav', 'https://api.twilio.com/RE1', now(), now())`,
      [sid, SID, word],
    );
  const SID = `CA${'7'.repeat(32)}`;

  test('a recording has the columns of that source', async () => {
    const { rows } = await db.pool.query<{ id: string }>(
      `insert into calls (call_sid, status) values ($1, 'in-progress') returning id::text`,
      [SID],
    );
    await write('RE1', 'twilio_status', 'in-progress');
    expect(await read('RE1')).toEqual({
      call_id: rows[0]!.id,
      recording_sid: 'RE1',
      status: 'in_progress',
      duration_sec: 9,
      file_size_bytes: '144044',
      storage_key: 'recordings/a.wav',
      twilio_url: 'https://api.twilio.com/RE1',
      twilio_status: 'in-progress',
    });
  });

  test.each([
    ['in-progress', 'in_progress'],
    ['processing', 'in_progress'],
    ['paused', 'in_progress'],
    ['stopped', 'in_progress'],
    ['completed', 'completed'],
    ['deleted', 'completed'],
    ['failed', 'failed'],
    ['absent', 'failed'],
  ])('%s at Twilio is %s, whichever column is written', async (word, status) => {
    await write(`RE-${word}`, 'twilio_status', word);
    await write(`RE-by-hand-${word}`, 'status', word);
    for (const sid of [`RE-${word}`, `RE-by-hand-${word}`])
      expect(await read(sid)).toMatchObject({ status, twilio_status: word });
    await db.pool.query(`update call_recordings set status = 'in_progress' where recording_sid = $1`, [`RE-${word}`]);
    expect(await read(`RE-${word}`)).toMatchObject({ status: 'in_progress' });
  });
});
