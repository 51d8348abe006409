import { callbackName, recordingName } from '../callbacks/callback-name.ts';
import type { ExpectedCallback } from './expected-callbacks.ts';
import { detectKind } from '../callbacks/callback-kinds.ts';
import type { Fact } from '../facts/fact.ts';
import { distinct, isFromRest, isOwnAction } from '../calls/fold-call.ts';
import { parseFact } from '../facts/parse-fact.ts';
import { isTerminal } from '../calls/status.ts';
import { isRecordingEnd } from '../recordings/recording-status.ts';

/** Why a callback did not come. */
export const GAP_CLASSES = ['never_sent', 'we_failed', 'acked_but_absent', 'unknown'] as const;
export type GapClass = (typeof GAP_CLASSES)[number];

/** A request about a call that Twilio says it made to us, and what it got in each attempt; null: no answer. */
export type SentRequest = { name: string; sequence: number | null; answers: (number | null)[] };

type MadeRequest = { url: string | null; parameters: Record<string, unknown>; answer: number | null };

/** The requests to this origin in Twilio's list, an entry for each callback; the attempts of one are together. */
export function sentRequests(made: readonly MadeRequest[], origin: string): SentRequest[] {
  const ours = made.filter(({ url }) => url !== null && URL.canParse(url) && new URL(url).origin === origin);
  const named = ours.flatMap(({ parameters, answer }) => {
    const fact = factOf(parameters);
    return fact ? [{ name: callbackName(fact), sequence: fact.sequence, answer }] : [];
  });
  return [...Map.groupBy(named, ({ name, sequence }) => `${name} ${sequence}`).values()].map((attempts) => ({
    name: attempts[0]!.name,
    sequence: attempts[0]!.sequence,
    answers: attempts.map(({ answer }) => answer),
  }));
}

/** Twilio's list writes a parameter's name as `call_sid`, a callback as `CallSid`. */
const asSent = (parameters: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

function factOf(listed: Record<string, unknown>): Fact | null {
  const parameters = asSent(listed);
  const kind = detectKind(parameters, 'call-inbound');
  try {
    const row = { kind, dedupeKey: '', source: 'webhook', query: {}, receivedAt: '' } as const;
    return parseFact({ ...row, payload: parameters });
  } catch {
    return null; // not of a shape that we accept
  }
}

/**
 * Why a callback is missing, by what Twilio says it sent. It may not list every kind: only where it lists other
 * callbacks of the kind does the absence of this one say that it was never sent.
 */
export function classifyGap(
  missing: Pick<ExpectedCallback, 'name' | 'sequence' | 'recordingSid'>,
  sent: readonly SentRequest[],
): GapClass {
  const own = sent.filter((request) => isRequestFor(missing, request));
  if (own.length > 0) return own.some(({ answers }) => answers.some(isSuccess)) ? 'acked_but_absent' : 'we_failed';
  const isOfRecording = missing.recordingSid !== null;
  const isListed = sent.some(({ name }) => (isOfRecording ? name.startsWith('recording ') : isStatus(name)));
  return isListed ? 'never_sent' : 'unknown';
}

/** Whether a request that Twilio lists is the callback of this name; one may be known by its number alone. */
export const isRequestFor = (
  { name, sequence }: Pick<ExpectedCallback, 'name' | 'sequence'>,
  request: Pick<SentRequest, 'name' | 'sequence'>,
): boolean =>
  request.name === name ||
  (name === `status callback ${sequence}` && request.sequence === sequence && isStatus(request.name));

const isStatus = (name: string): boolean => /^(?:initiated|ringing|answered|completed)$/.test(name);
const isSuccess = (answer: number | null): boolean => answer !== null && answer >= 200 && answer < 300;

/** How a gap was closed. `superseded`: a later callback of the call reported more. Times are ISO 8601. */
export type Settlement = {
  healedAt: string | null;
  healedBy: string | null;
  /** When the callback itself came after all. */
  arrivedAt: string | null;
};

/** Whether the facts of a call, all that are known now, close a gap in it. */
export function settleGap(
  gap: { missing: string; sequence: number | null; recordingSid: string | null },
  facts: readonly Fact[],
): Settlement {
  const inTime = distinct(facts).toSorted((a, b) => compare(a.observedAt, b.observedAt) || compare(a.key, b.key));
  const arrived = inTime.find((fact) => isTheCallback(gap, fact));
  const healing = inTime.find((fact) => fact === arrived || heals(gap, fact));
  return {
    healedAt: healing?.observedAt ?? null,
    healedBy: healing ? healerOf(healing, arrived) : null,
    arrivedAt: arrived?.observedAt ?? null,
  };
}

function isTheCallback({ missing, sequence }: Parameters<typeof settleGap>[0], fact: Fact): boolean {
  if (fact.source !== 'webhook') return false;
  return (
    callbackName(fact) === missing ||
    (missing === `status callback ${sequence}` && fact.kind === 'call-status' && fact.sequence === sequence)
  );
}

/** An end of the call or the recording, but for our own action; the end of a recording itself is healed by REST alone. */
function heals({ missing, recordingSid }: Parameters<typeof settleGap>[0], fact: Fact): boolean {
  if (recordingSid === null) return fact.status !== null && isTerminal(fact.status) && !isOwnAction(fact);
  if (fact.recording?.sid !== recordingSid || !isRecordingEnd(fact.recording.status)) return false;
  return isFromRest(fact) || missing !== recordingName(recordingSid, 'completed');
}

function healerOf(healing: Fact, arrived: Fact | undefined): string {
  if (healing === arrived) return 'late callback';
  return isFromRest(healing) ? healing.source : 'superseded';
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
