import { recordObservations } from '@trunkline/db';
import { isTransient } from '@trunkline/db/connection';
import { markReconciled, readCallRows } from '@trunkline/db/reconciliation';
import { isCallStatus } from '@trunkline/telephony/calls';
import { callSnapshot, recordingSnapshot, type Snapshot } from '@trunkline/telephony/facts';
import type { SentRequest } from '@trunkline/telephony/reconciliation';
import { foldRecordings } from '@trunkline/telephony/recordings';
import type { RecordingResource } from '@trunkline/twilio/rest';
import { dateRecordings } from '../date-recordings.ts';
import { readLegs, type KnownLeg } from '../find-gaps.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { tellGaps } from '../tell-gaps.ts';
import { judgeLeg } from './judge-leg.ts';
import { readSent } from './read-sent.ts';

/** What Twilio says of a call: `sent` is null where it does not know it any more. */
type Account = { sent: SentRequest[] | null; recordings: RecordingResource[] };

/**
 * Compares a call, request by request and recording by recording, with Twilio's account of it; `failure` says why Twilio
 * could not be asked. One that cannot be compared takes nobody with it, and is looked at again in the next round.
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
    parts.log.error({ err: error, call_sid: callSid }, 'a call cannot be compared with Twilio’s account of it');
  }
  return {};
}

/** Our side is read after Twilio's: what Twilio says was acknowledged had been stored by then. */
async function compareWith(parts: ReconcileParts, callSid: string, { sent, recordings }: Account): Promise<void> {
  const { db, clock } = parts;
  const [leg] = await readLegs(db.pool, [callSid]);
  const snapshots = [...unknownRecordings(leg!, recordings), ...(await unknownChildren(parts, leg!))];
  const entered = await recordObservations(parts, 'reconcile_warm', snapshots);
  const fresh = entered.flatMap(({ fact }) => (fact.callSid === callSid ? fact : []));
  const gaps = judgeLeg({
    leg: { ...leg!, facts: [...leg!.facts, ...dateRecordings(fresh, recordings)] },
    sent,
    inboxIdOf: (sid) => entered.find(({ fact }) => fact.recording?.sid === sid)?.inboxId ?? null,
    now: clock.now(),
  });
  await tellGaps(parts, gaps);
  await markReconciled(db.pool, [callSid], clock.now());
}

async function readAccount({ twilio, origin, signal }: ReconcileParts, callSid: string): Promise<Account> {
  const recordings: RecordingResource[] = [];
  const [sent] = await Promise.all([
    readSent(twilio, callSid, origin, signal),
    (async () => {
      for await (const { rows } of twilio.listRecordings({ callSid }, signal)) recordings.push(...rows);
    })(),
  ]);
  return { sent, recordings };
}

/** Recordings that we have never heard of, or whose end we have not. */
function unknownRecordings({ facts }: KnownLeg, recordings: readonly RecordingResource[]): Snapshot[] {
  const known = new Map(foldRecordings(facts).map((recording) => [recording.recordingSid, recording]));
  return recordings
    .filter(({ sid, status }) => known.get(sid)?.status !== status)
    .map((recording) => recordingSnapshot(recording));
}

/** Legs that a dial action named and no callback ever spoke of. One that cannot be had now is left to the daily scan. */
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
