import { listCompetingIntents, recordLeg, resolveIntent, type CallIntent } from '@trunkline/db/dialing';
import { parseTwilioTime } from '@trunkline/telephony/callbacks';
import type { CallResource } from '@trunkline/twilio/rest';
import type { DialerParts } from './dialer-parts.ts';
import { giveUpIntent } from './give-up-intent.ts';
import { judgeLook, type Candidate } from './judge-look.ts';
import { nextLookAt } from './look-schedule.ts';
import { readOwners } from './read-owners.ts';

/** Clocks differ, and a request takes its time: a call created that long before or after may be the one. */
const BEFORE_MS = 60_000;
const AFTER_MS = 120_000;
const PAGE_SIZE = 50;
/** Calls whose requests Twilio is asked for, in one look. */
const EXAMINED = 5;

/** Looks at Twilio for a call that may or may not have been placed. It is never placed again. */
export async function lookForCall(parts: DialerParts, intent: CallIntent): Promise<void> {
  const { db, config, log } = parts;
  const n = intent.checks + 1;
  const calls = await listCandidates(parts, intent);
  const { ownersOf, seekers } = await listCompetingIntents(
    db.pool,
    intent,
    calls.map(({ sid }) => sid),
  );
  const candidates: Candidate[] = [];
  for (const call of calls)
    candidates.push(toCandidate(call, ownersOf.get(call.sid) ?? (await examine(parts, call, candidates.length))));
  const { found, step } = judgeLook({ intentId: intent.id, candidates, seekers, n });
  if (found === null && step === 'look-again') {
    const lookAt = nextLookAt(intent.submittingAt!, n, config.SUBMISSION_LOOK_SECONDS, new Date());
    return void (await resolveIntent(db.pool, intent.id, { state: 'submission_unknown', lookAt, looks: n }));
  }
  if (found !== null) {
    const leg = { intentId: intent.id, callId: intent.callId, callSid: found };
    const placed = { state: 'submitted' as const, callSid: found, step, looks: n };
    const isMine = await recordLeg(db, leg, (tx) => resolveIntent(tx, intent.id, placed));
    if (isMine) log.info({ event: 'call_found', intent_id: intent.id, call_sid: found, step }, 'the call was placed');
    return;
  }
  const error = `Twilio lists no call that could be it, after ${n} looks.`;
  const notPlaced = { state: 'not_placed' as const, error, step, looks: n };
  if (await giveUpIntent(db, intent, error, (tx) => resolveIntent(tx, intent.id, notPlaced)))
    log.warn({ event: 'call_not_placed', intent_id: intent.id, step }, 'a call was not placed');
}

/** Newest first, page by page, until they are too old. Not by start time, which a call that still waits has none of. */
async function listCandidates({ twilio }: DialerParts, intent: CallIntent): Promise<CallResource[]> {
  const at = intent.submittingAt!.getTime();
  const found: CallResource[] = [];
  const filter = { to: intent.toNumber, from: intent.fromNumber, pageSize: PAGE_SIZE };
  for await (const { rows } of twilio.listCalls(filter)) {
    found.push(...rows.filter((call) => isAround(call, at)));
    if (rows.every((call) => createdAt(call) < at - BEFORE_MS)) break;
  }
  return found;
}

const isAround = (call: CallResource, at: number): boolean =>
  call.parent_call_sid === null && createdAt(call) > at - BEFORE_MS && createdAt(call) < at + AFTER_MS;

const createdAt = ({ date_created }: CallResource): number => Date.parse(parseTwilioTime(date_created) ?? '') || 0;

const toCandidate = ({ sid, status, date_created }: CallResource, owners: readonly string[]): Candidate => ({
  callSid: sid,
  status,
  createdAt: parseTwilioTime(date_created) ?? '',
  owners,
});

const examine = async (parts: DialerParts, { sid }: CallResource, n: number): Promise<string[]> =>
  n < EXAMINED ? readOwners(parts.twilio, sid) : [];
