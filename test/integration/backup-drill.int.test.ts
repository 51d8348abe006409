import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { rebuildCalls } from '@trunkline/db/calls';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  backUp,
  closePlaces,
  inPlace,
  openAt,
  openPlaces,
  readAllRows,
  restore,
  storeRecording,
  type Place,
  type Places,
} from '../support/db/backups.ts';
import { inboxStates, openTestDatabase, storeAll } from '../support/db/inbox.ts';
import { applyPending, OWNED, storeAndApply } from '../support/db/store-and-apply.ts';
import { eventually } from '../support/eventually.ts';
import { startApp } from '../support/processes/processes.ts';
import { callbackToStore, callSid, progress } from '../support/twilio/callbacks.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());

let source: Places['source'];
let target: Place;
beforeEach(async () => {
  ({ source, target } = await openPlaces(db));
});
afterEach(() => closePlaces({ source, target }));

const STATUSES = ['initiated', 'ringing', 'in-progress', 'completed'];
const history = (sid: string) => STATUSES.map((status, sequence) => callbackToStore(progress(sid, status, sequence)));
const RECORDINGS = [1, 2, 3].map((n) => `RE${`${n}`.repeat(32)}`);
const spooled = JSON.stringify(callbackToStore(progress(callSid(900), 'completed', 0)));

/** Callbacks of ever new calls are stored, and most are applied, until it is disposed. */
function keepBusy(): AsyncDisposable & { calls: () => number } {
  const ended = new AbortController();
  let n = 0;
  const working = (async () => {
    for (; !ended.signal.aborted; n++) {
      const callbacks = history(callSid(100 + n));
      if (n % 3 === 0) await storeAll(db, callbacks);
      else await storeAndApply(db, callbacks);
    }
  })();
  return {
    calls: () => n,
    async [Symbol.asyncDispose]() {
      ended.abort();
      await working;
    },
  };
}

/** Facts that hold at every moment, and would not between the tables of two moments. */
const TORN = `
select (select count(*)::int from twilio_webhook_inbox i where not exists (select from twilio_webhook_dedupe d where d.inbox_id = i.id))
  + (select count(*)::int from call_events e where not exists (
      select from twilio_webhook_inbox i where i.id = e.inbox_id and i.processing_status = 'completed'))
  + (select count(*)::int from twilio_webhook_inbox i where i.processing_status = 'completed'
      and not exists (select from call_events e where e.inbox_id = i.id)) as torn`;

test('a backup of a busy system is one moment; restored, it has every recording, no drift, and its work goes on', async () => {
  for (const [n, sid] of RECORDINGS.entries())
    await storeRecording(db, source, { sid, callSid: callSid(100 + n), bytes: Buffer.alloc(200_000 + n, n) });
  await mkdir(source.env['SPOOL_DIR']!, { recursive: true });
  await writeFile(join(source.env['SPOOL_DIR']!, '000000000000001-00000001-a.jsonl'), `${spooled}\n`);
  let backup: string;
  {
    await using busy = keepBusy();
    await eventually(async () => expect(busy.calls()).toBeGreaterThan(5));
    backup = await backUp(source, join(source.folder, 'backups'));
    const after = busy.calls();
    await eventually(async () => expect(busy.calls()).toBeGreaterThan(after)); // it held up no writer
  }
  expect(await restore(target, backup)).toMatchObject({ code: 0, stderr: '' });
  for (const sid of RECORDINGS) {
    const path = `2026/02/12/${sid}.wav`;
    const [before, now] = await Promise.all(
      [source, target].map(({ env }) => readFile(join(env['RECORDINGS_DIR']!, path))),
    );
    expect(now!.equals(before!)).toBe(true);
  }
  expect(await readdir(target.env['SPOOL_DIR']!)).toHaveLength(1);
  expect((await inPlace(target, (client) => client.query(TORN))).rows).toEqual([{ torn: 0 }]);

  await using restored = openAt(target);
  expect((await rebuildCalls(restored, OWNED)).drift).toEqual([]);
  const before = await inboxStates(restored);
  expect(before['pending']).toBeGreaterThan(0);
  const env = { ...process.env, ...target.env, LOG_LEVEL: 'warn' };
  const account = { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`, TWILIO_AUTH_TOKEN: '2'.repeat(32), SPOOL: 'all' };
  const url = { WEBHOOK_BASE_URL: 'http://127.0.0.1:1' };
  await using apps = new AsyncDisposableStack();
  for (const name of ['worker-status', 'worker-reconcile', 'ingest'])
    apps.use(await startApp(name, { env: { ...env, ...account, ...url, TWILIO_API_URL: 'http://127.0.0.1:1' } }));
  await eventually(
    async () => {
      const { completed, ...others } = await inboxStates(restored);
      expect(others).toEqual({});
      expect(completed).toBe(before['pending']! + (before['completed'] ?? 0) + 1); // and the spool
    },
    { timeoutMs: 120_000 },
  );
  expect((await rebuildCalls(restored, OWNED)).drift).toEqual([]);
});

test('with --exact every table has the same rows, whatever their values are', async () => {
  const odd = ['', 'null', '\\N', '"', "'; --", '{a,b}', 'tab\tline\nend\r', 'Zoë 🦜', '  ', '\\', '{"a": null}'];
  await storeAndApply(
    db,
    odd.map((text, n) =>
      callbackToStore({ ...progress(callSid(n), 'completed', 0), CallerName: text }, { query: { text } }),
    ),
  );
  await db.pool.query(
    `insert into contacts (phone_number, formatted_number, display_name, metadata) values ('+1', '', null, 'null'), ('+2', '\\', '{}', '[null, 1e300, ""]');
    insert into erased_numbers (digest) values ('\\x00ff'), ('\\x');
    insert into erasures (object_keys, number_digests, finished_at) values (array['a,b', '"', ''], array[sha256('\\x00'), sha256('\\xff')], now());
    insert into candidates (name, phone_number) values ('x', '+12125550111');
    insert into stream_events (name, entity, entity_id) values ('call.updated', 'call', 'x')`,
  );
  await db.pool.query(
    `update calls set price = 0.1, start_time = '2026-03-29 01:59:59.999999+00' where call_sid = $1`,
    [callSid(1)],
  );
  const first = await db.pool.query(
    'update calls set conference_call_id = (select max(id) from calls) where call_sid = $1',
    [callSid(0)],
  );
  expect(first.rowCount).toBe(1); // refers to a row that comes later
  const backup = await backUp(source, join(source.folder, 'backups'));
  const rows = await readAllRows(source);
  expect(await restore(target, backup, '--exact')).toMatchObject({ code: 0, stderr: '' });
  const { audit_events: audit, ...restored } = await readAllRows(target);
  const { audit_events: auditBefore, ...before } = rows;
  expect(restored).toEqual(before);
  expect(audit!.slice(0, -1)).toEqual(auditBefore);
  expect(audit!.at(-1)).toContain('backup.restored');
  const next = await inPlace(target, (client) =>
    client.query(
      `insert into candidates (name) values ('next') returning id > (select max(id) from candidates) as "isNew"`,
    ),
  );
  expect(next.rows).toEqual([{ isNew: true }]);
  await expect(inPlace(target, (client) => client.query('update call_events set verdict = verdict'))).rejects.toThrow(
    'rows are never changed',
  );
  expect((await restore(target, backup, '--exact')).stderr).toContain('--replace');
});

test('without --exact queued calls are canceled, logins end, and the stream begins far behind its numbers', async () => {
  await applyPending(db);
  await db.pool.query(
    `insert into call_intents (kind, to_number, from_number, voice_url, status_url) values ('interview', '+12125550111', '+16175006181', 'https://x/', 'https://x/')`,
  );
  await db.pool.query(`select setval('stream_seq', 4711)`);
  const backup = await backUp(source, join(source.folder, 'backups'));
  const { code, stdout } = await restore(target, backup, '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { settled: { intents: 1, sessions: 0 } }]);
  const { rows } = await inPlace(target, (client) =>
    client.query(
      `select (select state from call_intents), (select last_value > 1000000 from stream_seq) as "isBehind"`,
    ),
  );
  expect(rows).toEqual([{ state: 'canceled', isBehind: true }]);
});
