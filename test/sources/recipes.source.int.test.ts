/** The SQL of docs/coming-from, run between the tables that the sources document and ours. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { emptyTables } from '../support/db/inbox.ts';
import { openSourceSystem, type SourceSystem } from '../support/api/source-system.ts';
import { readRecipes, runRecipe } from '../support/docs/recipes.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';

let system: SourceSystem;
beforeAll(async () => void (system = await openSourceSystem()));
afterAll(async () => {
  await sql('drop schema if exists old cascade');
  await system?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await emptyTables(system.db);
  await sql(`drop schema if exists old cascade; create schema old; set search_path to old; ${OLD}; reset search_path`);
});

/** As the sources document them. */
const OLD = `
  create table contacts (id serial primary key, phone_number varchar(20) unique not null, formatted_number varchar(30),
    display_name varchar(255), metadata jsonb default '{}', created_at timestamp default now(), updated_at timestamp default now());
  create table messages (id serial primary key, twilio_sid varchar(100) unique not null, status varchar(50) not null,
    duration integer, start_time timestamp);
  create table call_logs (id serial primary key, candidate_id integer null, call_sid text, status text, to_number text,
    from_number text, payload jsonb, created_at timestamptz default now());
  create table candidates (id serial primary key, call_status text);
  create table calls (id bigserial primary key, call_sid text, duration_sec integer);
  create table siren_alerts (id bigserial primary key, call_id bigint references calls (id), triggered_by uuid, alert_type text,
    reason text not null, status text, acknowledged_by uuid, resolved_by uuid)`;

const [FIRST, SECOND] = [callSid(1), callSid(2)];
const MIA = '5d0bad4f-f6e6-4484-997e-0aa63bc00e1e';

const sql = (text: string) => system.db.pool.query(text);
const rows = async (text: string): Promise<object[]> => (await system.db.pool.query<object>(text)).rows;
const callEnds = (sid = FIRST) =>
  system.twilio('/twilio-status?candidate_id=1', {
    ...progress(sid, 'completed', 3),
    From: '+15085140320',
    To: '+16175006181',
    Direction: 'inbound',
    CallDuration: '29',
  });

test('every SQL block of the guides is a file that these tests run', () => {
  const pages = ['call-inbox', 'candidate-callbacks', 'calls-and-emergency', 'interview-service', 'README'];
  const files = pages.flatMap((page) => [...readRecipes(page).keys()]);
  const subjects = { messages: 'compare', contacts: 'import', logs: 'compare', candidates: 'import', calls: 'compare' };
  const run = Object.entries({ ...subjects, sirens: 'import' }).flatMap(([name, kind]) => [
    `export-${name}.sql`,
    `${kind}-${name}.sql`,
  ]);
  expect(files.toSorted()).toEqual(run.toSorted());
});

test('names and metadata of contacts are copied, in any notation of the number, and a repetition changes nothing', async () => {
  await callEnds();
  await sql(`insert into old.contacts (phone_number, formatted_number, display_name, metadata) values
    ('(508) 514-0320', '+1 (508) 514-0320', 'ABC Homes', '{"vip": true}'),
    ('+1 617 555 0100', '+1 (617) 555-0100', 'Depot', '{}'),
    ('1-617-555-0101', null, null, null), ('911', '911', 'Emergency', '{}')`);
  const copy = () => runRecipe(system.db.pool, 'call-inbox', ['export-contacts.sql', 'import-contacts.sql']);
  const contacts = () => rows('select phone_number, display_name, metadata from contacts order by phone_number');
  await copy();
  expect(await contacts()).toEqual([
    { phone_number: '+15085140320', display_name: 'ABC Homes', metadata: { vip: true } },
    { phone_number: '+16175550100', display_name: 'Depot', metadata: {} },
    { phone_number: '+16175550101', display_name: null, metadata: {} },
  ]);
  await copy();
  await callEnds(SECOND);
  expect(await contacts()).toMatchObject([{ display_name: 'ABC Homes' }, { display_name: 'Depot' }, {}]);
});

test('the comparison lists the messages on which both systems disagree, and no others', async () => {
  await callEnds();
  await callEnds(SECOND);
  await sql(`insert into old.messages (twilio_sid, status, duration, start_time) values
    ('${FIRST}', 'completed', 29, '2026-11-20'), ('${SECOND}', 'ringing', null, '2026-11-20'),
    ('${callSid(3)}', 'completed', 5, '2026-11-20'), ('${callSid(4)}', 'completed', 5, '2026-10-31')`);
  expect(await runRecipe(system.db.pool, 'call-inbox', ['export-messages.sql', 'compare-messages.sql'])).toEqual([
    { twilio_sid: SECOND, old_status: 'ringing', status: 'completed', old_duration: null, duration: 29 },
    { twilio_sid: callSid(3), old_status: 'completed', status: null, old_duration: 5, duration: null },
  ]);
});

test('candidates come with their ids and statuses, and a status that follows from facts stays', async () => {
  await callEnds();
  await sql(`insert into candidates (id) values (3)`);
  await sql(`insert into old.candidates (id, call_status) values (1, 'RINGING'), (2, 'BUSY'), (3, 'NO-ANSWER')`);
  const copy = () =>
    runRecipe(system.db.pool, 'candidate-callbacks', ['export-candidates.sql', 'import-candidates.sql']);
  await copy();
  await copy();
  expect(await rows('select id, call_status from candidates order by id')).toEqual([
    { id: 1, call_status: 'DONE' },
    { id: 2, call_status: 'BUSY' },
    { id: 3, call_status: 'NO-ANSWER' },
  ]);
});

test('the comparison lists the statuses that only the old log has', async () => {
  await callEnds();
  await sql(`insert into old.call_logs (call_sid, status, created_at) values ('${FIRST}', 'completed', '2026-11-21'),
    ('${FIRST}', 'ringing', '2026-11-21'), ('${FIRST}', 'ringing', '2026-11-21'), ('${SECOND}', 'busy', '2026-11-01')`);
  expect(await runRecipe(system.db.pool, 'candidate-callbacks', ['export-logs.sql', 'compare-logs.sql'])).toEqual([
    { call_sid: FIRST, status: 'ringing' },
  ]);
});

test('the comparison lists the calls that are missing, or are longer or shorter', async () => {
  await callEnds();
  await callEnds(SECOND);
  await sql(`insert into old.calls (call_sid, duration_sec) values ('${FIRST}', 29), ('${SECOND}', 31),
    ('${callSid(3)}', 5), (null, null)`);
  expect(await runRecipe(system.db.pool, 'calls-and-emergency', ['export-calls.sql', 'compare-calls.sql'])).toEqual([
    { call_sid: SECOND, old_duration_sec: 31, duration_sec: 29 },
    { call_sid: callSid(3), old_duration_sec: 5, duration_sec: null },
  ]);
});

test('resolved sirens of known calls are copied once, and alert no one', async () => {
  await callEnds();
  await sql(`insert into old.calls (id, call_sid) values (901, '${FIRST}'), (902, '${SECOND}')`);
  await sql(`insert into old.siren_alerts (call_id, triggered_by, alert_type, reason, status, resolved_by) values
    (901, '${MIA}', 'emergency', 'Fire', 'resolved', '${MIA}'), (901, null, 'quality_issue', 'Noise', 'active', null),
    (902, null, 'emergency', 'Of a call that is unknown here', 'resolved', null)`);
  const copy = () => runRecipe(system.db.pool, 'calls-and-emergency', ['export-sirens.sql', 'import-sirens.sql']);
  await copy();
  await copy();
  const found = await rows(`select call_sid, triggered_by, reason, s.status, next_alert_at, siren_triggered
    from siren_alerts s join calls c on c.id = s.call_id`);
  const siren = { call_sid: FIRST, triggered_by: MIA, reason: 'Fire', status: 'resolved' };
  expect(found).toEqual([{ ...siren, next_alert_at: null, siren_triggered: true }]);
});
