import { CallEnded } from '../calls/interruption.ts';
import { talkedSeconds } from '../calls/leg-status.ts';
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
import type { MediaPlan } from '../media/media-faults.ts';

/** A call with a scripted candidate at the other end. */
export interface Conversation {
  readonly session: CallSession;
  readonly leg: Leg;
  readonly request: CallRequest;
  readonly candidate: Candidate;
  readonly conferences: Conferences;
  readonly settings: Readonly<CallSettings>;
  /** How the media of recordings are stored. */
  readonly media: MediaPlan;
  /** Seconds after the answer at which the caller hangs up; undefined: the TwiML ends the call. */
  readonly staySeconds: number | undefined;
  /** What the candidate has heard since the last answer, sentence by sentence. */
  heard: string[];
  /** All answers of the candidate. */
  said: string[];
}

type Given = Omit<Conversation, 'heard' | 'said'>;

export const openConversation = (given: Given): Conversation => ({ ...given, heard: [], said: [] });

/** Seconds until the call ends by itself, and what ends it. */
export function secondsLeft(conversation: Conversation): { seconds: number; by: EndedBy } {
  const { staySeconds = Number.POSITIVE_INFINITY, request, session, leg } = conversation;
  const by = staySeconds <= request.limitSeconds ? 'hang-up' : 'time-limit';
  return { seconds: Math.max(0, Math.min(staySeconds, request.limitSeconds) - talkedSeconds(session, leg)), by };
}

/** Lets seconds of the call pass. Throws `CallEnded` or `CallRedirected` when the call is ended or redirected. */
export async function passTime(conversation: Conversation, seconds: number): Promise<void> {
  const left = secondsLeft(conversation);
  await conversation.session.clock.pass(Math.min(seconds, left.seconds));
  if (seconds >= left.seconds) throw new CallEnded(left.by);
}

/** What follows a verb: the next verb, another document, or (undefined) the end of the call. */
export type NextStep = 'next-verb' | TwimlDocument | undefined;

/** Follows a `<Say>`, `<Play>` or `<Pause>`. */
export async function say(conversation: Conversation, verb: TwimlElement): Promise<void> {
  if (verb.name === 'Say') conversation.heard.push(verb.text);
  await passTime(conversation, secondsOf(verb));
}

function secondsOf({ name, attributes, text }: TwimlElement): number {
  if (name === 'Pause') return Number(attributes['length']) || 1;
  // At most ten times, also for the endless loop 0.
  const times = Math.min(10, Number(attributes['loop'] ?? 1) || 10);
  if (name === 'Play') return times * unknownSoundSeconds;
  return times * Math.max(1, text.split(/\s+/).length / wordsPerSecond);
}

const unknownSoundSeconds = 5;
