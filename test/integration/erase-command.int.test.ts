import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { rebuildCalls } from '@trunkline/db/calls';
import { callSnapshot } from '@trunkline/telephony/facts';
import { ERASED_NUMBER, KEPT_FIELDS } from '@trunkline/telephony/erasure';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyTables, openTestDatabase, storeAll } from '../support/db/inbox.ts';
import { applyPending, OWNED, storeAndApply } from '../support/db/store-and-apply.ts';
import { runCli } from '../support/processes/run-cli.ts';
import { callbackToStore, callSid, progress } from '../support/twilio/callbacks.ts';
import { deleteRows } from '../support/db/delete-rows.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());

const NUMBER = '+15085140320';
const OTHER = '+12125550123';
const [ANSWERED, INBOUND, OF_OTHER, LATE, IMPORTED] = [1, 2, 3, 4, 5].map(callSid) as [
  string,
  string,
  string,
  string,
  string,
];
const RECORDING = `RE${'4'.repeat(32)}`;
/** What must be found nowhere: number in every notation, names, words. */
const CANARIES = [
  '15085140320',
  '5085140320',
  '(508) 514-0320',
  'Quentin Fennimore',
  'FENNIMORE Q',
  'Marblehead',
  'ziggurats',
];
const HEX = Buffer.from('15085140320').toString('hex');

let folder: string;
let env: Record<string, string>;
let interview: string;

beforeEach(async () => {
  await emptyTables(db);
  await deleteRows(db.pool, [
    'interviews',
    'interview_templates',
    'interview_events',
    'model_effects',
    'webhook_endpoints',
    'idempotency_keys',
    'erasures',
    'erased_calls',
    'erased_numbers',
    'saved_views',
    'rejected_requests',
  ]);
  folder = await mkdtemp(join(tmpdir(), 'trunkline-erase-'));
  env = {
    RECORDINGS_DIR: join(folder, 'recordings'),
    SPOOL_DIR: join(folder, 'spool'),
    OWNED_PHONE_NUMBERS: [...OWNED].join(),
  };
  await makeRecords();
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const inbound = (sid: string, from: string, sequence: number, status: string) =>
  callbackToStore(
    {
      ...progress(sid, status, sequence),
      Direction: 'inbound',
      From: from,
      To: '+16175006181',
      Caller: from,
      CallerName: from === NUMBER ? 'FENNIMORE Q' : 'OTHER A',
      FromCity: from === NUMBER ? 'Marblehead' : 'New York',
    },
    {
      rawTarget: `/webhooks/twilio/voice-status?From=${encodeURIComponent(from)}`,
      idempotencyToken: from === NUMBER ? 'ziggurats' : 'another',
    },
  );

const LINE_OF_PERSON = JSON.stringify(inbound(callSid(11), NUMBER, 0, 'ringing'));
const LINE_OF_OTHER = JSON.stringify(inbound(callSid(12), OTHER, 0, 'ringing'));
/** A file of a fixed size that ingest writes over in place: lines, then zeros. */
const RESERVE = `\n${LINE_OF_PERSON}\n${LINE_OF_OTHER}`.padEnd(8192, '\0');

/** A person who was interviewed, called, and has a quarantined and a refused callback; and a person who stays. */
async function makeRecords(): Promise<void> {
  const query = async (sql: string, values: unknown[] = []) => (await db.pool.query(sql, values)).rows[0];
  await query(
    `insert into candidates (id, name, phone_number) values (7, 'Quentin Fennimore', $1), (8, 'Ada Other', $2)`,
    [NUMBER, OTHER],
  );
  const { id: template } = await query(
    `insert into interview_templates (job_description_id, version, title, questions) values (gen_random_uuid(), 1, 't', '[{"text":"q"}]') returning id`,
  );
  ({ id: interview } = await query(
    `insert into interviews (candidate_id, template_id, question_count, status, call_sid, result_due_at) values (7, $1, 1, 'completed', $2, null) returning id`,
    [template, ANSWERED],
  ));
  const recording = {
    CallSid: ANSWERED,
    RecordingSid: RECORDING,
    RecordingStatus: 'completed',
    RecordingDuration: '7',
  };
  await storeAndApply(db, [
    ...['initiated', 'ringing', 'in-progress', 'completed'].map((status, n) =>
      callbackToStore(progress(ANSWERED, status, n), { query: { candidate_id: '7' } }),
    ),
    callbackToStore(recording, { callbackKind: 'recording-complete' }),
    inbound(INBOUND, NUMBER, 0, 'ringing'),
    inbound(INBOUND, NUMBER, 1, 'completed'),
    inbound(OF_OTHER, OTHER, 0, 'completed'),
    callbackToStore({
      ...progress(LATE, 'ringing', 0),
      To: `sip:${NUMBER}@sip.example.com`,
      From: 'sip:desk@sip.example.com',
    }),
  ]);
  await storeAll(db, [
    callbackToStore(
      { From: '508-514-0320', SpeechResult: 'ziggurats' },
      { processingStatus: 'quarantined', error: `no call: ${NUMBER}` },
    ),
    callbackToStore(
      { hex: Buffer.from(JSON.stringify({ From: NUMBER })).toString('hex') },
      { processingStatus: 'quarantined', dedupeKey: 'hex' },
    ),
  ]);
  const { id: answer } = await query(
    `insert into interview_responses (interview_id, question_number, question, recording_sid, transcript, transcript_status, score_status)
    values ($1, 1, 'q', $2, 'I build ziggurats', 'done', 'done') returning id`,
    [interview, RECORDING],
  );
  await query(
    `insert into interview_scores (response_id, version, score, feedback, evidence, model, prompt_version) values ($1, 1, 4, 'ziggurats', '["ziggurats"]', 'm', 'p')`,
    [answer],
  );
  await query(
    `insert into interview_results (interview_id, version, overall_score, recommendation, strengths, model, prompt_version) values ($1, 1, 4, 'hire', '["ziggurats"]', 'm', 'p')`,
    [interview],
  );
  await query(
    `insert into interview_decisions (interview_id, decision, note, decided_by) values ($1, 'hold', 'ziggurats', 'boss')`,
    [interview],
  );
  await query(
    `insert into model_effects (key, kind, state, model, answer) values ($1, 't', 'answered', 'm', '{"text":"ziggurats"}'), ($2, 's', 'answered', 'm', '{"text":"ziggurats"}'), ('score:999:v1:x', 's', 'answered', 'm', '{"text":"of another"}')`,
    [`transcription:${RECORDING}:1`, `score:${answer}:v1:p`],
  );
  const { id: call } = await query('select id from calls where call_sid = $1', [INBOUND]);
  await query(
    `insert into siren_alerts (call_id, alert_type, reason) values ($1, 'emergency', 'Quentin Fennimore talks of ziggurats')`,
    [call],
  );
  await query(
    `insert into call_intents (kind, candidate_id, to_number, from_number, voice_url, status_url) values ('interview', 7, $1, '+16175006181', 'https://x/', 'https://x/')`,
    [NUMBER],
  );
  const { id: endpoint } = await query(
    `insert into webhook_endpoints (url, secret) values ('https://x/', 's') returning id`,
  );
  await query(
    `insert into webhook_deliveries (endpoint_id, message_id, event, payload) values ($1, 'm', 'call.updated', $2)`,
    [endpoint, { data: { from: NUMBER, digits: 15085140320 } }],
  );
  await query(`insert into idempotency_keys (actor_id, key, request_hash, answer) values ('a', 'k', 'h', $1)`, [
    { id: 7, name: 'Quentin Fennimore', phone: '+1 (508) 514-0320' },
  ]);
  const key = `2026/02/12/${RECORDING}.wav`;
  await mkdir(join(env['RECORDINGS_DIR']!, '2026/02/12'), { recursive: true });
  await writeFile(join(env['RECORDINGS_DIR']!, key), 'RIFF ziggurats');
  await writeFile(join(env['RECORDINGS_DIR']!, '2026/02/12/RE1.wav'), 'RIFF of another');
  await query(`update call_recordings set custody = 'stored', object_key = $1, stored_at = now()`, [key]);
  await query(`insert into recording_peaks select recording_sid, 1, '\\x01' from call_recordings`);
  await mkdir(env['SPOOL_DIR']!, { recursive: true });
  await writeFile(join(env['SPOOL_DIR']!, 'a.json'), JSON.stringify(inbound(callSid(9), NUMBER, 0, 'ringing')));
  await writeFile(join(env['SPOOL_DIR']!, 'b.json.bad'), `{"From": "${NUMBER}`);
  await writeFile(join(env['SPOOL_DIR']!, 'c.json'), JSON.stringify(inbound(callSid(10), OTHER, 0, 'ringing')));
  await writeFile(join(env['SPOOL_DIR']!, 'd.jsonl'), `${LINE_OF_PERSON}\n${LINE_OF_OTHER}\n`);
  await writeFile(join(env['SPOOL_DIR']!, 'reserve-1'), RESERVE);
}

/** Places that hold a canary: every column of text and JSON of every table, and every file. */
async function findCanaries(): Promise<string[]> {
  const places: string[] = [];
  const { rows: tables } = await db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'bullmq')`,
  );
  for (const { name } of tables) {
    const { rows } = await db.pool.query<{ text: string }>(`select to_jsonb(t)::text as text from ${name} t`);
    for (const { text } of rows)
      for (const canary of [...CANARIES, HEX]) if (text.includes(canary)) places.push(`${name}: ${canary}`);
  }
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const text = await readFile(join(file.parentPath, file.name), 'utf8');
    for (const canary of CANARIES) if (text.includes(canary)) places.push(`${file.name}: ${canary}`);
  }
  return [...new Set(places)].toSorted();
}

const readSpool = (name: string) => readFile(join(env['SPOOL_DIR']!, name), 'utf8');

const COUNTS = `
select json_build_object(
  'calls', (select json_object_agg(k, n) from (select status || ' ' || direction as k, count(*) n from calls group by 1 order by 1) x),
  'inbox', (select json_object_agg(k, n) from (select processing_status as k, count(*) n from twilio_webhook_inbox group by 1 order by 1) x),
  'events', (select count(*) from call_events), 'dedupe', (select count(*) from twilio_webhook_dedupe),
  'interviews', (select json_object_agg(status, n) from (select status, count(*) n from interviews group by 1) x),
  'answers', (select json_agg(json_build_array(transcript_status, score_status)) from interview_responses),
  'scores', (select json_agg(score) from interview_scores), 'results', (select json_agg(recommendation) from interview_results),
  'candidates', (select count(*) from candidates), 'deliveries', (select count(*) from webhook_deliveries)) as counts`;
const countAll = async () => (await db.pool.query(COUNTS)).rows[0].counts;
const erase = (...args: string[]) => runCli(['erase', ...args], env);
/** All that is about the other person. */
const othersRows = async () =>
  (
    await db.pool.query(
      `select (select json_agg(i) from twilio_webhook_inbox i where call_sid = $1), (select json_agg(e) from call_events e where call_sid = $1),
        (select json_agg(c) from calls c where call_sid = $1), (select json_agg(c) from candidates c where id = 8),
        (select json_agg(k order by k.id) from contacts k where phone_number = $2), (select json_agg(m) from model_effects m where key like 'score:999%')`,
      [OF_OTHER, OTHER],
    )
  ).rows;

test('an erased person is found in no table and no file; counts are as before, others are untouched', async () => {
  const [before, others] = [await countAll(), await othersRows()];
  expect((await findCanaries()).length).toBeGreaterThan(20);
  const { code, stdout, stderr } = await erase('--number', NUMBER, '--yes');
  expect([stderr, code]).toEqual(['', 0]);
  expect(stdout).toMatch(/^Erased a person in \d calls, 1 objects of the store and 4 files of the spool\.\n/);
  for (const canary of CANARIES) expect(stdout).not.toContain(canary);
  expect(await findCanaries()).toEqual([]);
  expect(await countAll()).toEqual(before);
  expect(await othersRows()).toEqual(others);
  expect((await readdir(join(env['RECORDINGS_DIR']!, '2026/02/12'))).toSorted()).toEqual(['RE1.wav']);
  expect((await readdir(env['SPOOL_DIR']!)).toSorted()).toEqual(['a.json', 'c.json', 'd.jsonl', 'reserve-1']);
  const [left, ofOther] = (await readSpool('d.jsonl')).split('\n');
  expect([JSON.parse(left!), ofOther]).toEqual([expect.objectContaining({ callSid: callSid(11) }), LINE_OF_OTHER]);
  const reserve = await readSpool('reserve-1');
  expect([reserve.length, reserve.indexOf(LINE_OF_OTHER)]).toEqual([RESERVE.length, RESERVE.indexOf(LINE_OF_OTHER)]);
  const { driftCount, drift } = await rebuildCalls(db, OWNED);
  expect([driftCount, drift]).toEqual([0, []]);
  const { rows } = await db.pool.query('select state from call_intents');
  expect(rows).toEqual([{ state: 'canceled' }]);
  expect(await runCli(['audit-verify'], env)).toMatchObject({ code: 0 });
  expect((await db.pool.query('select event from audit_events order by id desc limit 1')).rows).toEqual([
    { event: 'person.erased' },
  ]);
});

test('a candidate is erased with the number; again, nothing is left to erase', async () => {
  expect((await erase('--candidate', '7', '--yes')).code).toBe(0);
  expect(await findCanaries()).toEqual([]);
  for (const subject of [
    ['--candidate', '7'],
    ['--number', NUMBER],
  ]) {
    const { code, stdout } = await erase(...subject, '--yes', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { counts: {}, objects: 0, spooled: 0 }]);
  }
});

test('people are erased although rows with a key have the number of one after the other', async () => {
  const named = [NUMBER, OTHER].map((number) => `Calls of ${number}`);
  await db.pool.query(
    `insert into saved_views (owner, screen, name, query) select 'erase', 'calls', unnest($1::text[]), 'search=' || $2::text`,
    [named, encodeURIComponent(NUMBER)],
  );
  await db.pool.query(
    `insert into rejected_requests (hour, cause, response_status, method, path, host, account_sid, requests, sample, first_at, last_at)
    select now(), 'bad-signature', 403, 'POST', '/' || n, 'x', '', 1, '{}', now(), now() from unnest($1::text[]) n`,
    [[NUMBER, OTHER]],
  );
  for (const number of [NUMBER, OTHER]) expect((await erase('--number', number, '--yes')).code).toBe(0);
  const { rows } = await db.pool.query(`select name, query from saved_views where owner = 'erase' order by id`);
  const expected = {
    name: expect.stringMatching(/^Erased \d+$/),
    query: `search=${ERASED_NUMBER}`,
  };
  expect(rows).toEqual([expected, expected]);
  expect((await db.pool.query('select from rejected_requests')).rowCount).toBe(0);
});

test('--dry-run shows the counts and changes nothing; without a terminal and --yes nothing is erased', async () => {
  const before = await findCanaries();
  const { code, stdout } = await erase('--number', NUMBER, '--dry-run', '--json');
  const preview = JSON.parse(stdout);
  expect([code, preview]).toMatchObject([0, { isPreview: true, objects: 1, spooled: 4, counts: { candidates: 1 } }]);
  expect(await erase('--number', NUMBER)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(await findCanaries()).toEqual(before);
  expect((await db.pool.query('select from erased_calls')).rowCount).toBe(0);
  expect(JSON.parse((await erase('--number', NUMBER, '--yes', '--json')).stdout).counts).toEqual(preview.counts);
});

test.each([
  [['--number', '+16175006181', '--yes'], 1, 'number of the account'],
  [['--number', 'Quentin'], 2, 'no phone number'],
  [[], 2, 'either --number or --candidate'],
  [['--number', NUMBER, '--candidate', '7'], 2, 'either --number or --candidate'],
])('%j is refused', async (args, code, message) => {
  expect(await erase(...args)).toMatchObject({ code, stderr: expect.stringContaining(message) });
});

test('late callbacks, copies, scans and recordings bring nothing of an erased person back', async () => {
  await erase('--number', NUMBER, '--yes');
  const copies = await countAll();
  await storeAndApply(db, [inbound(INBOUND, NUMBER, 1, 'completed')]);
  expect(await countAll()).toEqual(copies);
  const resource = {
    status: 'completed',
    direction: 'inbound',
    from: NUMBER,
    to: '+16175006181',
    duration: '25',
    caller_name: 'FENNIMORE Q',
  };
  const fromRest = (sid: string) => {
    const { kind, ...snapshot } = callSnapshot({
      ...resource,
      sid,
      start_time: 'Thu, 12 Feb 2026 11:48:00 +0000',
      end_time: 'Thu, 12 Feb 2026 11:48:25 +0000',
    });
    return callbackToStore(
      {},
      { ...snapshot, source: 'reconcile_cold', signatureVerdict: 'rest', rawTarget: '', callbackKind: kind },
    );
  };
  await storeAll(db, [
    callbackToStore(
      { ...progress(LATE, 'completed', 3), To: `sip:${NUMBER}@sip.example.com`, CallerName: 'FENNIMORE Q' },
      { query: { to: NUMBER } },
    ),
    callbackToStore(
      { CallSid: LATE, RecordingSid: `RE${'5'.repeat(32)}`, RecordingStatus: 'completed', RecordingDuration: '9' },
      { callbackKind: 'recording-complete' },
    ),
    fromRest(INBOUND),
    fromRest(IMPORTED),
  ]);
  await applyPending(db);
  expect(await findCanaries()).toEqual([]);
  const { rows } = await db.pool.query(
    'select call_sid, status, direction, to_number from calls where call_sid = any($1) order by 1',
    [[LATE, IMPORTED]],
  );
  expect(rows).toMatchObject([
    { status: 'completed', to_number: expect.stringContaining(ERASED_NUMBER) },
    { status: 'completed', direction: 'inbound' },
  ]);
  expect((await db.pool.query(`select custody from call_recordings where custody <> 'expired'`)).rows).toEqual([]);
  expect((await db.pool.query('select from recording_peaks')).rowCount).toBe(0);
  expect((await rebuildCalls(db, OWNED)).drift).toEqual([]);
});

test('an erasure that was killed before its objects were deleted is finished by the next one', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(
    (await runCli(['erase', '--number', NUMBER, '--yes'], { ...env, RECORDINGS_DIR: join(folder, 'file') })).code,
  ).not.toBe(0);
  expect((await db.pool.query(`select from erasures where finished_at is null`)).rowCount).toBeGreaterThan(0);
  expect((await erase('--number', OTHER, '--yes')).code).toBe(0);
  expect((await db.pool.query(`select from erasures where finished_at is null`)).rowCount).toBe(0);
  expect(await readdir(join(env['RECORDINGS_DIR']!, '2026/02/12'))).toEqual(['RE1.wav']);
});

test('the fields that late callbacks keep are those that an erasure keeps', async () => {
  const all = Object.fromEntries([...KEPT_FIELDS, 'CallerName'].map((name) => [name, 'x']));
  const { rows } = await db.pool.query<{ kept: object }>('select kept_fields($1) as kept', [all]);
  expect(Object.keys(rows[0]!.kept).toSorted()).toEqual(KEPT_FIELDS.toSorted());
});

test('a log is changed by an erasure alone', async () => {
  await expect(db.pool.query('update call_events set payload = payload')).rejects.toThrow(/rows are never changed/);
});
