import { CallEnded } from '../calls/interruption.ts';
import type { Leg } from '../calls/leg.ts';
import type { Play } from '../calls/session.ts';
import type { Candidate } from '../candidates/candidates.ts';
import { wordsPerSecond } from '../candidates/speech.ts';
import type { Conferences } from '../conferences/conferences.ts';
import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import type { CallOrder } from './call-order.ts';
import type { PlacedSettings } from './placed-settings.ts';

/** A call with a scripted candidate at its other end. */
export interface Talk {
  readonly play: Play;
  readonly leg: Leg;
  readonly order: CallOrder;
  readonly candidate: Candidate;
  readonly conferences: Conferences;
  readonly settings: Readonly<PlacedSettings>;
  /** It is over sooner than what is said in it takes. */
  readonly isHurried: boolean;
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

type Given = Omit<Talk, 'answeredAt' | 'heard' | 'said'>;

export const openTalk = (given: Given): Talk => ({ ...given, answeredAt: 0, heard: [], said: [] });

/** Since it was answered. */
export const talkedSeconds = ({ play, answeredAt }: Talk): number => play.clock.elapsed() - answeredAt;

/** How long the call can still go on, and who ends it then. */
export function secondsLeft(talk: Talk): { seconds: number; by: EndedBy } {
  const { staySeconds = Number.POSITIVE_INFINITY, order } = talk;
  const by = staySeconds <= order.limitSeconds ? 'hang-up' : 'time-limit';
  return { seconds: Math.max(0, Math.min(staySeconds, order.limitSeconds) - talkedSeconds(talk)), by };
}

/** Lets time go by on the line; throws when the call ends meanwhile or is given another document. */
export async function spend(talk: Talk, seconds: number): Promise<void> {
  const left = secondsLeft(talk);
  await talk.play.clock.pass(Math.min(seconds, left.seconds));
  if (seconds >= left.seconds) throw new CallEnded(left.by);
}

/** What a verb leads to: the verb behind it, another document, or the end of the call. */
export type Next = 'next-verb' | TwimlDocument | undefined;

/** Says or plays something to the candidate, which takes as long as it takes. */
export async function sayTo(talk: Talk, verb: TwimlElement): Promise<void> {
  if (verb.name === 'Say') talk.heard.push(verb.text);
  await spend(talk, secondsOf(verb));
}

function secondsOf({ name, attributes, text }: TwimlElement): number {
  if (name === 'Pause') return Number(attributes['length']) || 1;
  // Nobody listens to an endless loop for longer.
  const times = Math.min(10, Number(attributes['loop'] ?? 1) || 10);
  if (name === 'Play') return times * unknownSoundSeconds;
  return times * Math.max(1, text.split(/\s+/).length / wordsPerSecond);
}

const unknownSoundSeconds = 5;
