import { listCompetingIntents, recordLeg, resolveIntent, type CallIntent } from '@trunkline/db/dialing';
import { parseTwilioTime } from '@trunkline/telephony/callbacks';
import type { CallEvent, CallResource, TwilioRest } from '@trunkline/twilio/rest';
import type { DialerParts } from './dialer-parts.ts';
import { giveUpIntent } from './give-up-intent.ts';
import { matchCall, nextCheckAt, type MatchingCall } from './match-call.ts';

/** Clocks differ and requests take time: a call created this long before or after the submission may be the one. */
const BEFORE_MS = 60_000;
const AFTER_MS = 120_000;
const PAGE_SIZE = 50;
/** Calls per check for which Twilio is asked to list its requests. */
const EXAMINED = 5;

/** Checks at Twilio whether a call with an unknown submission was placed. It is never placed again. */
export async function resolveSubmission(parts: DialerParts, intent: CallIntent): Promise<void> {
  const { db, config, log } = parts;
  const n = intent.checks + 1;
  const { calls, competing } = await listMatchingCalls(parts, intent);
  const { found, step } = matchCall({ intentId: intent.id, calls, competing, n });
  if (found === null && step === 'check-again') {
    const lookAt = nextCheckAt(intent.submittingAt!, n, config.SUBMISSION_LOOK_SECONDS, new Date());
    return void (await resolveIntent(db.pool, intent.id, { state: 'submission_unknown', lookAt, looks: n }));
  }
  if (found !== null) {
    const leg = { intentId: intent.id, callId: intent.callId, callSid: found };
    const placed = { state: 'submitted' as const, callSid: found, step, looks: n };
    const isMine = await recordLeg(db, leg, (tx) => resolveIntent(tx, intent.id, placed));
    if (isMine) log.info({ event: 'call_found', intent_id: intent.id, call_sid: found, step }, 'call was placed');
    return;
  }
  const error = `Twilio lists no call that could be it, after ${n} checks.`;
  const notPlaced = { state: 'not_placed' as const, error, step, looks: n };
  if (await giveUpIntent(db, intent, error, (tx) => resolveIntent(tx, intent.id, notPlaced)))
    log.warn({ event: 'call_not_placed', intent_id: intent.id, step }, 'call was not placed');
}

/** The calls that may be the intent's, with the intents that they name, and the intents that compete for them. */
async function listMatchingCalls(parts: DialerParts, intent: CallIntent) {
  const listed = await listCallsAround(parts, intent);
  const { ownersOf, seekers: competing } = await listCompetingIntents(
    parts.db.pool,
    intent,
    listed.map(({ sid }) => sid),
  );
  const calls: MatchingCall[] = [];
  for (const { sid, status, date_created } of listed) {
    const owners = ownersOf.get(sid) ?? (calls.length < EXAMINED ? await readOwners(parts.twilio, sid) : []);
    calls.push({ callSid: sid, status, createdAt: parseTwilioTime(date_created) ?? '', owners });
  }
  return { calls, competing };
}

/** Newest first, page by page, until they are too old. Not filtered by start time: a call that waits has none. */
async function listCallsAround({ twilio }: DialerParts, intent: CallIntent): Promise<CallResource[]> {
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

/** Owner of a call whose callbacks go to URLs without an intent: another application placed it. */
const OTHER_APPLICATION = 'other-application';

/** The intents that Twilio's record of its requests about a call names; empty while it made none. */
async function readOwners(twilio: Pick<TwilioRest, 'listCallEvents'>, callSid: string): Promise<string[]> {
  const owners = new Set<string>();
  for await (const { rows } of twilio.listCallEvents(callSid))
    for (const { request } of rows) {
      const owner = ownerOf(request);
      if (owner !== undefined) owners.add(owner);
    }
  return [...owners];
}

function ownerOf({ url, parameters }: CallEvent['request']): string | undefined {
  if (url === null || !URL.canParse(url)) return undefined;
  const named = new URL(url).searchParams.get('intent_id');
  if (named !== null) return named;
  return 'CallbackSource' in parameters || 'callback_source' in parameters ? OTHER_APPLICATION : undefined;
}
