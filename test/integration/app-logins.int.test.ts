import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, unscoped, type Database } from '@trunkline/db/connection';
import {
  anchorAudit,
  findUnanchoredLine,
  listKeptAnchors,
  listUnstoredAnchors,
  markAnchorStored,
  readAuditChain,
} from '@trunkline/db/audit';
import {
  claimDueIntents,
  endLoneLegs,
  expireScheduledCalls,
  finishUnplacedCalls,
  listDueCalls,
  readPartyNumbers,
} from '@trunkline/db/dialing';
import { deleteExpiredIdempotencyKeys } from '@trunkline/db/identity';
import {
  deleteExpiredDedupeKeys,
  dropInboxPartitions,
  ensureInboxPartitions,
  indexInbox,
  measureInbox,
} from '@trunkline/db/inbox';
import { claimDueAnswers, claimDueResults } from '@trunkline/db/interviews';
import { alertSirensAgain, claimCommands, reportUnconfirmed } from '@trunkline/db/live-control';
import { claimDueRecordings, measureRecordings } from '@trunkline/db/recordings';
import {
  deleteExpiredStreamEvents,
  listStreamEvents,
  numberStreamEvents,
  readStreamBounds,
} from '@trunkline/db/stream';
import {
  claimDueDeliveries,
  deleteExpiredDeliveries,
  forgetExpiredSecrets,
  listFollowingEndpoints,
  lockStreamCursor,
  measureNotifications,
  moveStreamCursor,
} from '@trunkline/db/webhooks';
import { asLoginOf } from '../support/db/as-login.ts';

const NOBODY = '2f1c6c3e-5a4b-4a69-9a51-0d1f0a3e7c11';
const { DATABASE_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
const databases = new Map<string, Database>();
const of = (app: string): Database => databases.get(app)!;
beforeAll(() => {
  for (const app of ['worker-reconcile', 'worker-recording', 'worker-transcription', 'worker-dialer', 'worker-notify'])
    databases.set(app, opened.use(openDatabase(asLoginOf(app, DATABASE_URL), 'test', { maxConnections: 1 })));
});
afterAll(async () => opened.disposeAsync());

/** Work of loops, which may be rare; Postgres checks the rights of a statement also where it finds no row. */
const WORK: Readonly<Record<string, (db: Database) => readonly Promise<unknown>[]>> = {
  'worker-reconcile': ({ pool }) => [
    ensureInboxPartitions(pool),
    dropInboxPartitions(pool, 30),
    deleteExpiredDedupeKeys(pool, 90, 10),
    deleteExpiredStreamEvents(pool, 10),
    deleteExpiredIdempotencyKeys(pool, 10),
    numberStreamEvents(pool),
    indexInbox(pool, 10),
    measureInbox(pool),
  ],
  'worker-recording': (db) => [
    claimDueRecordings(db.pool, 10),
    measureRecordings(db.pool),
    findUnanchoredLine(db.pool),
    listKeptAnchors(db.pool),
    listUnstoredAnchors(db.pool),
    markAnchorStored(db.pool, '2026-01-01T00'),
    Array.fromAsync(readAuditChain(db.pool)),
    db.transaction((tx) => anchorAudit(tx, { id: 1, hash: 'a'.repeat(64) })),
  ],
  'worker-transcription': ({ pool }) => [claimDueAnswers(pool, 10), claimDueResults(pool, 10)],
  'worker-dialer': (db) => [
    claimDueIntents(db.pool, 10),
    listDueCalls(db.pool, 10),
    expireScheduledCalls(db.pool),
    endLoneLegs(db.pool),
    finishUnplacedCalls(db.pool),
    readPartyNumbers(db.pool, { clientId: NOBODY, readerId: NOBODY }),
    claimCommands(db.pool, 10),
    reportUnconfirmed(db.pool),
  ],
  'worker-notify': (db) => [
    numberStreamEvents(db.pool),
    readStreamBounds(db.pool),
    db.transaction((tx) => lockStreamCursor(tx, 'webhooks')),
    db.transaction((tx) => listStreamEvents(unscoped(tx), 'superadmin', 0, 10)),
    listFollowingEndpoints(db.pool),
    moveStreamCursor(db.pool, 'webhooks', 1),
    alertSirensAgain(db.pool),
    claimDueDeliveries(db.pool, 10),
    measureNotifications(db.pool),
    forgetExpiredSecrets(db.pool),
    deleteExpiredDeliveries(db.pool, 10),
  ],
};

test.each(Object.keys(WORK))('the login of %s may do all of its background work', async (app) => {
  const results = await Promise.allSettled(WORK[app]!(of(app)));
  expect(results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))).toEqual([]);
});
