import { recordObservations } from '@trunkline/db/inbox';
import { isTransient } from '@trunkline/db/connection';
import { markReconciled, readCallRows } from '@trunkline/db/reconciliation';
import { isCallStatus } from '@trunkline/telephony/calls';
import { callSnapshot, recordingSnapshot, type Snapshot } from '@trunkline/telephony/facts';
import type { SentRequest } from '@trunkline/telephony/reconciliation';
import { foldRecordings } from '@trunkline/telephony/recordings';
import type { RecordingResource, UnreadableRow } from '@trunkline/twilio/rest';
import { dateRecordings, readLegs, type KnownLeg } from '../missing-callbacks.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { recordGaps } from '../record-gaps.ts';
import { reportUnreadable } from '../report-unreadable.ts';
import { compareLeg } from './compare-leg.ts';
import { readSent } from './read-sent.ts';

/** Twilio's account of a call; `sent` is null where Twilio no longer knows the call. */
type Account = { sent: SentRequest[] | null; recordings: RecordingResource[] };

/**
 * Compares a call, request by request and recording by recording, with Twilio's account of it; `failure` is why Twilio
 * gave none. A call that cannot be compared fails no other, and is compared again in the next tick.
 */
export async function compareCall(parts: ReconcileParts, callSid: string): Promise<{ failure?: unknown }> {
  const read = await readAccount(parts, callSid).then(
    (account) => ({ account }),
    (failure: unknown) => ({ failure }),
  );
  if ('failure' in read) return read;
  try {
    await compareWith(parts, callSid, read.account);
  } catch (error) {
    if (isTransient(error)) throw error;
    parts.log.error({ err: error, call_sid: callSid }, 'call cannot be compared with Twilio’s account of it');
  }
  return {};
}

/** Compares one call that a person asks about; throws where Twilio gave no account of it. */
export async function compareRequestedCall(parts: ReconcileParts, callSid: string): Promise<void> {
  const { failure } = await compareCall(parts, callSid);
  if (failure !== undefined) throw failure;
}

/** Our side is read after Twilio's: a callback that Twilio lists as acknowledged was stored by then. */
async function compareWith(parts: ReconcileParts, callSid: string, { sent, recordings }: Account): Promise<void> {
  const { db, clock } = parts;
  const [leg] = await readLegs(db.pool, [callSid]);
  const snapshots = [...unknownRecordings(leg!, recordings), ...(await unknownChildren(parts, leg!))];
  const observations = await recordObservations(parts, 'reconcile_warm', snapshots);
  const fresh = observations.flatMap(({ fact }) => (fact.callSid === callSid ? fact : []));
  const gaps = compareLeg({
    leg: { ...leg!, facts: [...leg!.facts, ...dateRecordings(fresh, recordings)] },
    sent,
    inboxIdOf: (sid) => observations.find(({ fact }) => fact.recording?.sid === sid)?.inboxId ?? null,
    now: clock.now(),
  });
  await recordGaps(parts, gaps);
  await markReconciled(db.pool, [callSid], clock.now());
}

async function readAccount({ twilio, origin, signal, log }: ReconcileParts, callSid: string): Promise<Account> {
  const recordings: RecordingResource[] = [];
  const onUnreadable = (row: UnreadableRow) => reportUnreadable({ log }, row);
  const [sent] = await Promise.all([
    readSent({ twilio, origin, signal, onUnreadable }, callSid),
    (async () => {
      for await (const { rows } of twilio.listRecordings({ callSid }, signal, onUnreadable)) recordings.push(...rows);
    })(),
  ]);
  return { sent, recordings };
}

/** Recordings that we do not know, or do not know to have ended. */
function unknownRecordings({ facts }: KnownLeg, recordings: readonly RecordingResource[]): Snapshot[] {
  const known = new Map(foldRecordings(facts).map((recording) => [recording.recordingSid, recording]));
  return recordings
    .filter(({ sid, status }) => known.get(sid)?.status !== status)
    .map((recording) => recordingSnapshot(recording));
}

/** Legs that a dial action named and no callback did. One that cannot be fetched now is left to the daily scan. */
async function unknownChildren({ db, twilio, signal }: ReconcileParts, { facts }: KnownLeg): Promise<Snapshot[]> {
  const named = facts.flatMap((fact) => fact.dial?.callSid ?? []);
  if (named.length === 0) return [];
  const known = await readCallRows(db.pool, named);
  const unknown = [...new Set(named)].filter((sid) => !known.has(sid));
  const asked = await Promise.allSettled(unknown.map((sid) => twilio.fetchCall(sid, signal)));
  signal.throwIfAborted();
  const resources = asked.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? answer.value : []));
  return resources.filter(({ status }) => isCallStatus(status)).map((resource) => callSnapshot(resource));
}
