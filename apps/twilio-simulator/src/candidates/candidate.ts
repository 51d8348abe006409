import type { Input } from '../calls/gather-action.ts';
import { seededRandom } from '../random.ts';
import { composeAnswer, wordsPerSecond } from './compose-answer.ts';
import type { Script } from './script.ts';

/** What a candidate says behind one beep. */
export interface Answer {
  /** Empty: nothing is said. */
  text: string;
  /** Whole seconds of speech. */
  seconds: number;
  ending: 'silence' | 'key' | 'hangup';
}

/** Somebody who was called and plays a script, for one call. */
export interface Candidate {
  readonly script: Script;
  /** To what was heard last; cut where it gets longer than it may. */
  answer(heard: string, maxSeconds: number): Answer;
  /** To a `<Gather>` that takes such input. */
  respond(heard: string, inputs: readonly string[]): Input;
}

/** The same seed, number and question give the same answer. */
export function createCandidate(script: Script, number: string, seed: number): Candidate {
  let questions = 0;
  const say = (heard: string): string => {
    const question = questionIn(heard);
    return composeAnswer(script, questions, question, seededRandom('answer', seed, number, question));
  };
  return {
    script,
    answer(heard, maxSeconds) {
      questions++;
      const isLeaving = script === `hangs-up-at-${questions}`;
      const words = say(heard).split(/\s+/).filter(Boolean);
      const kept = isLeaving ? words.slice(0, Math.ceil(words.length / 3)) : words;
      const spoken = kept.slice(0, Math.floor(maxSeconds * wordsPerSecond));
      const seconds = spoken.length === 0 ? 0 : Math.max(1, Math.round(spoken.length / wordsPerSecond));
      const ending = isLeaving ? 'hangup' : script === 'presses-key' ? 'key' : 'silence';
      return { text: spoken.join(' '), seconds, ending };
    },
    respond(heard, inputs) {
      if (script === 'silent' || script === 'machine') return {};
      if (inputs.includes('dtmf')) return { digits: '1' };
      return { speech: say(heard) };
    },
  };
}

/** The last sentence that asks something, or just the last one. */
function questionIn(heard: string): string {
  const sentences = heard.match(/[^.?!]+[.?!]*/g)?.map((each) => each.trim()) ?? [];
  return sentences.findLast((each) => each.endsWith('?')) ?? sentences.at(-1) ?? '';
}
