import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import {
  claimCallbacks,
  decideQuarantinedRow,
  discardDeadLetter,
  recordFailures,
  replayDeadLetter,
} from '@trunkline/db/inbox';
import { erasePerson } from '@trunkline/db/erasure';
import { answerSiren, claimCommands, settleCommand } from '@trunkline/db/live-control';
import { lockCalls } from '@trunkline/db/calls';
import {
  claimDueRecordings,
  claimRecording,
  expireRecording,
  saveRecordings,
  settleRecording,
} from '@trunkline/db/recordings';
import { parseFact } from '@trunkline/telephony/facts';
import { INBOX_MACHINE, MAX_ATTEMPTS } from '@trunkline/telephony/inbox';
import { COMMAND_MACHINE, SIREN_ACTIONS, SIREN_MACHINE } from '@trunkline/telephony/live-control';
import { CUSTODY_MACHINE, foldRecordings } from '@trunkline/telephony/recordings';
import { openTestDatabase } from '../support/db/inbox.ts';
import { changesOf, movesOf, type Add, type Move } from '../support/db/state-moves.ts';
import { deleteRows } from '../support/db/delete-rows.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => deleteRows(db.pool, ['twilio_webhook_inbox', 'call_recordings', 'calls'], { restartsIdentity: true }));

const idOf = async (sql: string, values: unknown[]): Promise<string> =>
  (await db.pool.query<{ id: string }>(sql, values)).rows[0]!.id;
const tx = unscoped(db);

test('the SQL of the inbox moves rows by its machine', async () => {
  const add =
    (retries: number): Add =>
    (state) =>
      idOf(
        `insert into twilio_webhook_inbox (source, event_type, dedupe_key, payload, processing_status, retry_count)
        values ('twilio_voice', 'call-status', '', '{}', $1, $2) returning id::text`,
        [state, retries],
      );
  const fail: Move = (id) => recordFailures(db.pool, [{ id, error: 'wrong' }]);
  const machine = { column: 'twilio_webhook_inbox.processing_status', machine: INBOX_MACHINE };
  const claimAndReplay: Move[] = [
    (id) => claimCallbacks(db.pool, [id]),
    (id) => replayDeadLetter(tx, id),
    (id) => discardDeadLetter(tx, id, 'given up'),
    (id) => decideQuarantinedRow(tx, id, { decision: 'release', reason: 'ours' }),
    (id) => decideQuarantinedRow(tx, id, { decision: 'discard', reason: 'forged' }),
  ];
  const moves = [
    ...(await movesOf(db, { ...machine, add: add(0), moves: [...claimAndReplay, fail] })),
    ...(await movesOf(db, { ...machine, add: add(MAX_ATTEMPTS - 1), moves: [fail] })),
  ];
  expect([...new Set(moves)].toSorted()).toEqual(changesOf(INBOX_MACHINE));
});

/** Erases a person whose call has this recording. */
async function erasePersonOf(recordingSid: string): Promise<void> {
  const [call, number] = [`CA${'1'.repeat(32)}`, '+15085140320'];
  await db.transaction(async (erasing) => {
    await erasing.query('insert into calls (call_sid, from_number) values ($1, $2)', [call, number]);
    await erasing.query('update call_recordings set call_sid = $2 where recording_sid = $1', [recordingSid, call]);
    await erasePerson(erasing, { number }, new Set());
    await erasing.query('delete from calls where call_sid = $1', [call]);
  });
}

test('the SQL of recordings moves custody by its machine', async () => {
  const sid = `RE${'1'.repeat(32)}`;
  const add: Add = (state) =>
    idOf(
      `insert into call_recordings (recording_sid, status, custody, fetch_attempts, announced_at, updated_at)
      values ($1, 'completed', $2, 1, now(), now()) returning id::text`,
      [sid, state],
    );
  const attempt = { recordingSid: sid, attempt: 1 };
  const encrypted = parseFact({
    kind: 'recording-complete',
    dedupeKey: 'a',
    source: 'webhook',
    query: {},
    receivedAt: '2026-11-21T00:00:00.000000Z',
    payload: { RecordingSid: sid, RecordingStatus: 'completed', EncryptionDetails: '{"type":"rsa-aes"}' },
  });
  const object = {
    objectKey: 'k',
    contentType: 'audio/wav',
    sizeBytes: 1,
    sha256: 's',
    audioSec: 1,
    isEncrypted: false,
    peaks: null,
  };
  const moves: Move[] = [
    () => claimDueRecordings(db.pool, 10),
    () => claimRecording(db.pool, sid, 60),
    () => settleRecording(db.pool, attempt, { custody: 'announced', delaySeconds: 1, evidence: [] }),
    () => settleRecording(db.pool, attempt, { custody: 'absent', evidence: [] }),
    () => settleRecording(db.pool, attempt, { custody: 'empty', evidence: [] }),
    () => settleRecording(db.pool, attempt, { custody: 'gone', evidence: [] }),
    () => settleRecording(db.pool, attempt, { custody: 'failed', evidence: [] }),
    () => settleRecording(db.pool, attempt, { custody: 'stored', object, evidence: [] }),
    () => expireRecording(db.pool, sid),
    () => db.transaction(async (locking) => saveRecordings(await lockCalls(locking, []), foldRecordings([encrypted]))),
    () => erasePersonOf(sid),
  ];
  const custody = { column: 'call_recordings.custody', machine: CUSTODY_MACHINE, add, moves };
  expect(await movesOf(db, custody)).toEqual(changesOf(CUSTODY_MACHINE));
});

test('the SQL of live control moves commands and sirens by their machines', async () => {
  const callId = await idOf(`insert into calls (status) values ('in-progress') returning id::text`, []);
  const addCommand = (state: string, kind = 'recording_pause') =>
    idOf(
      `insert into call_commands (call_id, kind, state, attempts, actor_role) values ($1, $2, $3, 1, 'admin')
      returning id::text`,
      [callId, kind, state],
    );
  const settle = (outcome: Parameters<typeof settleCommand>[2]) => (id: string) =>
    settleCommand(db.pool, { id, attempts: 1 }, outcome);
  const moves: Move[] = [
    () => claimCommands(db.pool, 1),
    settle({ state: 'confirmed' }),
    settle({ state: 'unconfirmed', againInMs: 1 }),
    settle({ state: 'failed', error: 'no' }),
    settle({ state: 'superseded', error: 'ended' }),
    async () => {
      await addCommand('queued', 'recording_stop');
      await claimCommands(db.pool, 10);
    },
  ];
  const commands = { column: 'call_commands.state', machine: COMMAND_MACHINE, add: addCommand, moves };
  expect(await movesOf(db, commands)).toEqual(changesOf(COMMAND_MACHINE));

  const addSiren: Add = (status) =>
    idOf(
      `insert into siren_alerts (call_id, alert_type, reason, status) values ($1, 'emergency', 'Help', $2) returning id::text`,
      [callId, status],
    );
  const answers = SIREN_ACTIONS.map(
    (action): Move =>
      (id) =>
        answerSiren(tx, id, { action, by: null, resolution: null, versions: null }),
  );
  const sirens = { column: 'siren_alerts.status', machine: SIREN_MACHINE, add: addSiren, moves: answers };
  expect(await movesOf(db, sirens)).toEqual(changesOf(SIREN_MACHINE));
});
