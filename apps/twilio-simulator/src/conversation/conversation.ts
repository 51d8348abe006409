import { CallEnded } from '../calls/interruption.ts';
import type { Leg } from '../calls/leg.ts';
import type { CallSession } from '../calls/session.ts';
import type { Candidate } from '../candidates/candidates.ts';
import { wordsPerSecond } from '../candidates/speech.ts';
import type { Conferences } from '../conferences/conferences.ts';
import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import type { CallRequest } from './call-request.ts';
import type { CallSettings } from './call-settings.ts';

/** A call with a scripted candidate at its other end. */
export interface Conversation {
  readonly session: CallSession;
  readonly leg: Leg;
  readonly request: CallRequest;
  readonly candidate: Candidate;
  readonly conferences: Conferences;
  readonly settings: Readonly<CallSettings>;
  /** It is over sooner than what is said in it takes. */
  readonly isCompressed: boolean;
  /** Where recordings are kept instead of at Twilio. */
  readonly storage: string | null;
  /** The candidate hangs up so long after the answer, and nobody else before; undefined: when all is said. */
  readonly staySeconds: number | undefined;
  /** By the call's `elapsed`. */
  answeredAt: number;
  /** What the candidate has heard since the last answer. */
  heard: string[];
  /** Everything that was said by the candidate. */
  said: string[];
}

type Given = Omit<Conversation, 'answeredAt' | 'heard' | 'said'>;

export const openConversation = (given: Given): Conversation => ({ ...given, answeredAt: 0, heard: [], said: [] });

/** Since it was answered. */
export const talkedSeconds = ({ session, answeredAt }: Conversation): number => session.clock.elapsed() - answeredAt;

/** How long the call can still go on, and who ends it then. */
export function secondsLeft(conversation: Conversation): { seconds: number; by: EndedBy } {
  const { staySeconds = Number.POSITIVE_INFINITY, request } = conversation;
  const by = staySeconds <= request.limitSeconds ? 'hang-up' : 'time-limit';
  return { seconds: Math.max(0, Math.min(staySeconds, request.limitSeconds) - talkedSeconds(conversation)), by };
}

/** Lets time go by on the line; throws when the call ends meanwhile or is given another document. */
export async function passTime(conversation: Conversation, seconds: number): Promise<void> {
  const left = secondsLeft(conversation);
  await conversation.session.clock.pass(Math.min(seconds, left.seconds));
  if (seconds >= left.seconds) throw new CallEnded(left.by);
}

/** What a verb leads to: the verb behind it, another document, or the end of the call. */
export type NextStep = 'next-verb' | TwimlDocument | undefined;

/** Says or plays something to the candidate, which takes as long as it takes. */
export async function say(conversation: Conversation, verb: TwimlElement): Promise<void> {
  if (verb.name === 'Say') conversation.heard.push(verb.text);
  await passTime(conversation, secondsOf(verb));
}

function secondsOf({ name, attributes, text }: TwimlElement): number {
  if (name === 'Pause') return Number(attributes['length']) || 1;
  // Nobody listens to an endless loop for longer.
  const times = Math.min(10, Number(attributes['loop'] ?? 1) || 10);
  if (name === 'Play') return times * unknownSoundSeconds;
  return times * Math.max(1, text.split(/\s+/).length / wordsPerSecond);
}

const unknownSoundSeconds = 5;
