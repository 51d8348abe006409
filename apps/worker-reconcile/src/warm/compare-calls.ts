import { listUnapplied, markReconciled, readCallRows, type UnappliedCallback } from '@trunkline/db';
import {
  callSnapshot,
  foldRecordings,
  readFact,
  recordingSnapshot,
  type Fact,
  type SentRequest,
  type Snapshot,
} from '@trunkline/telephony';
import type { RecordingResource } from '@trunkline/twilio';
import { enterFacts, type EnteredFact } from '../enter-facts.ts';
import { readLegs, type KnownLeg } from '../find-gaps.ts';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { tellGaps } from '../tell-gaps.ts';
import { judgeLeg } from './judge-leg.ts';
import { readSent } from './read-sent.ts';

/** What Twilio says of a call: null where it does not know it any more. */
type Account = { sent: SentRequest[] | null; recordings: RecordingResource[] };

/** Compares calls, request by request and recording by recording, with Twilio's account of them. */
export async function compareCalls(parts: ReconcileParts, callSids: readonly string[]): Promise<void> {
  const read = await Promise.allSettled(callSids.map(async (sid) => [sid, await readAccount(parts, sid)] as const));
  const accounts = new Map(read.flatMap((account) => (account.status === 'fulfilled' ? [account.value] : [])));
  await compareAccounts(parts, accounts).catch(async (error: unknown) => {
    if (accounts.size === 1) throw error;
    for (const one of accounts)
      await compareAccounts(parts, new Map([one])).catch((cause: unknown) => tell(parts, one[0], cause));
  });
  const failed = read.find((account) => account.status === 'rejected');
  if (failed) throw failed.reason; // the others are compared
}

/** A call at fault is found by looking at each alone; it takes nobody with it, and is looked at again in the next round. */
const tell = ({ log }: ReconcileParts, callSid: string, cause: unknown): void =>
  log.error({ err: cause, call_sid: callSid }, 'a call cannot be compared with Twilio’s account of it');

async function compareAccounts(parts: ReconcileParts, accounts: ReadonlyMap<string, Account>): Promise<void> {
  const { db, clock } = parts;
  const callSids = [...accounts.keys()];
  const legs = await readLegs(db.pool, callSids);
  const snapshots = legs.flatMap((leg) => unknownRecordings(leg, accounts.get(leg.callSid)!.recordings));
  const entered = await enterFacts(parts, 'reconcile_warm', [...snapshots, ...(await unknownChildren(parts, legs))]);
  const stored = Map.groupBy(await listUnapplied(db.pool, callSids), ({ callSid }) => callSid);
  const gaps = legs.flatMap((leg) =>
    judgeLeg({
      leg: withFacts(leg, entered, stored.get(leg.callSid) ?? []),
      sent: accounts.get(leg.callSid)!.sent,
      inboxIdOf: (sid) => entered.find(({ fact }) => fact.recording?.sid === sid)?.inboxId ?? null,
      now: clock.now(),
    }),
  );
  await tellGaps(parts, gaps);
  await markReconciled(db.pool, callSids, clock.now());
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

/** Legs that a dial action named and no callback ever spoke of. */
async function unknownChildren({ db, twilio, signal }: ReconcileParts, legs: readonly KnownLeg[]): Promise<Snapshot[]> {
  const named = legs.flatMap(({ facts }) => facts.flatMap((fact) => fact.dial?.callSid ?? []));
  if (named.length === 0) return [];
  const known = await readCallRows(db.pool, named);
  const unknown = [...new Set(named)].filter((sid) => !known.has(sid));
  const resources = await Promise.all(unknown.map((sid) => twilio.fetchCall(sid, signal)));
  return resources.flatMap((resource) => (resource ? [callSnapshot(resource)] : []));
}

/** A callback that waits, failed or was given up has come all the same. */
function withFacts(leg: KnownLeg, entered: readonly EnteredFact[], stored: readonly UnappliedCallback[]): KnownLeg {
  const fresh = entered.filter(({ fact }) => fact.callSid === leg.callSid).map(({ fact }) => fact);
  return { ...leg, facts: [...leg.facts, ...fresh, ...stored.flatMap(toFact)] };
}

function toFact({ id, kind, payload, receivedAt }: UnappliedCallback): Fact[] {
  try {
    const row = { dedupeKey: `unapplied-${id}`, source: 'webhook', query: {}, receivedAt } as const;
    return [readFact({ ...row, kind: kind as Fact['kind'], payload })];
  } catch {
    return []; // a quarantined request of no readable shape
  }
}
