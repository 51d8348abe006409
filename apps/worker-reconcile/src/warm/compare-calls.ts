import { isTransient, markReconciled, readCallRows } from '@trunkline/db';
import {
  callSnapshot,
  foldRecordings,
  isCallStatus,
  recordingSnapshot,
  type SentRequest,
  type Snapshot,
} from '@trunkline/telephony';
import type { RecordingResource } from '@trunkline/twilio';
import { dateRecordings } from '../date-recordings.ts';
import { enterFacts } from '../enter-facts.ts';
import { readLegs, type KnownLeg } from '../find-gaps.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { tellGaps } from '../tell-gaps.ts';
import { judgeLeg } from './judge-leg.ts';
import { readSent } from './read-sent.ts';

/** What Twilio says of a call: null where it does not know it any more. */
type Account = { sent: SentRequest[] | null; recordings: RecordingResource[] };
type Accounts = ReadonlyMap<string, Account>;

/** How many calls were compared, and why another one was not. */
export type Comparison = { compared: number; failure?: unknown };

/** Compares calls, request by request and recording by recording, with Twilio's account of them. */
export async function compareCalls(parts: ReconcileParts, callSids: readonly string[]): Promise<Comparison> {
  const read = await Promise.allSettled(callSids.map(async (sid) => [sid, await readAccount(parts, sid)] as const));
  const accounts = new Map(read.flatMap((account) => (account.status === 'fulfilled' ? [account.value] : [])));
  const compared = await compareAccounts(parts, accounts).catch((error) => compareEach(parts, accounts, error));
  return { compared, failure: read.find((account) => account.status === 'rejected')?.reason };
}

/** A call at fault is found by looking at each alone; it takes nobody with it, and is looked at again in the next round. */
async function compareEach(parts: ReconcileParts, accounts: Accounts, error: unknown): Promise<number> {
  if (isTransient(error)) throw error;
  let compared = 0;
  for (const one of accounts)
    compared += await compareAccounts(parts, new Map([one])).catch((cause: unknown) => {
      parts.log.error({ err: cause, call_sid: one[0] }, 'a call cannot be compared with Twilio’s account of it');
      return 0;
    });
  return compared;
}

/** Our side is read after Twilio's: what Twilio says was acknowledged had been stored by then. */
async function compareAccounts(parts: ReconcileParts, accounts: Accounts): Promise<number> {
  const { db, clock } = parts;
  const callSids = [...accounts.keys()];
  const legs = await readLegs(db.pool, callSids);
  const snapshots = legs.flatMap((leg) => unknownRecordings(leg, accounts.get(leg.callSid)!.recordings));
  const entered = await enterFacts(parts, 'reconcile_warm', [...snapshots, ...(await unknownChildren(parts, legs))]);
  const gaps = legs.flatMap((leg) => {
    const { sent, recordings } = accounts.get(leg.callSid)!;
    const fresh = entered.flatMap(({ fact }) => (fact.callSid === leg.callSid ? fact : []));
    return judgeLeg({
      leg: { ...leg, facts: [...leg.facts, ...dateRecordings(fresh, recordings)] },
      sent,
      inboxIdOf: (sid) => entered.find(({ fact }) => fact.recording?.sid === sid)?.inboxId ?? null,
      now: clock.now(),
    });
  });
  await tellGaps(parts, gaps);
  await markReconciled(db.pool, callSids, clock.now());
  return callSids.length;
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
async function unknownChildren({ db, twilio, signal }: ReconcileParts, legs: readonly KnownLeg[]): Promise<Snapshot[]> {
  const named = legs.flatMap(({ facts }) => facts.flatMap((fact) => fact.dial?.callSid ?? []));
  if (named.length === 0) return [];
  const known = await readCallRows(db.pool, named);
  const unknown = [...new Set(named)].filter((sid) => !known.has(sid));
  const asked = await Promise.allSettled(unknown.map((sid) => twilio.fetchCall(sid, signal)));
  signal.throwIfAborted();
  const resources = asked.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? answer.value : []));
  return resources.filter(({ status }) => isCallStatus(status)).map((resource) => callSnapshot(resource));
}
