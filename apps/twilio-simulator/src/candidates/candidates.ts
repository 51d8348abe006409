import type { Input } from '../calls/verb-actions.ts';
import { seededRandom } from '../random.ts';
import { amount, InvalidOptionError, readNumber } from '../settings.ts';
import { isScript, type Script, scriptOf, scripts } from './script.ts';
import { composeAnswer, wordsPerSecond } from './speech.ts';

/** How the person at a number behaves; speed and seconds that are not given are those of the call settings. */
interface Assigned {
  number: string;
  script: Script;
  /** The speed of calls to the number, relative to real time. */
  speed?: number;
  /** Seconds of the call after which the person leaves a started conference; 0: never. */
  talk_seconds?: number;
}

/** The candidates by phone number, each with a script. */
export interface Candidates {
  candidateAt(number: string, seed: number): Candidate;
  /** Assigns a script to a number, instead of the one that its last digits select. Throws `InvalidOptionError`. */
  assign(given: unknown): Assigned;
  list(): Assigned[];
}

export function createCandidates(): Candidates {
  const assigned = new Map<string, Assigned>();
  return {
    candidateAt(number, seed) {
      const { script, speed, talk_seconds: talkSeconds } = assigned.get(number) ?? { script: scriptOf(number) };
      return { speed, talkSeconds, ...createCandidate(script, number, seed) };
    },
    assign(given) {
      const { number, script, speed, talk_seconds } = (given ?? {}) as Record<string, unknown>;
      if (typeof number !== 'string' || number === '') throw new InvalidOptionError('number must be a phone number');
      if (!isScript(script))
        throw new InvalidOptionError(`script must be one of ${scripts.join(', ')}, hangs-up-at-1 to hangs-up-at-9`);
      const person = {
        number,
        script,
        ...(speed !== undefined && { speed: readNumber('speed', speed, 0.01, 1e9) }),
        ...(talk_seconds !== undefined && { talk_seconds: amount('talk_seconds', talk_seconds) }),
      };
      assigned.set(number, person);
      return person;
    },
    list: () => [...assigned.values()],
  };
}

/** What a candidate says after one beep. */
export interface Answer {
  /** Empty: the candidate says nothing. */
  text: string;
  /** Whole seconds of speech. */
  seconds: number;
  ending: 'silence' | 'key' | 'hangup';
}

/** A person at the other end of one call, who follows a script. */
export interface Candidate {
  readonly script: Script;
  readonly speed: number | undefined;
  readonly talkSeconds: number | undefined;
  /** The answer to the question in `heard`, cut off at `maxSeconds`. */
  answer(heard: string, maxSeconds: number): Answer;
  /** The input for a `<Gather>` that accepts these kinds of input. */
  respond(heard: string, inputs: readonly string[]): Input;
}

/** The same seed, number and question give the same answer. */
function createCandidate(script: Script, number: string, seed: number): Omit<Candidate, 'speed' | 'talkSeconds'> {
  let questions = 0;
  const say = (heard: string): string => {
    const question = lastQuestion(heard);
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

/** The last question in a text, or its last sentence. */
function lastQuestion(heard: string): string {
  const sentences = heard.match(/[^.?!]+[.?!]*/g)?.map((each) => each.trim()) ?? [];
  return sentences.findLast((each) => each.endsWith('?')) ?? sentences.at(-1) ?? '';
}
