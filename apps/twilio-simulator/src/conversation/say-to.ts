import { wordsPerSecond } from '../candidates/compose-answer.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { spend, type Talk } from './talk.ts';

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
