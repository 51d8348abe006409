import { type Random, seededRandom } from '../random.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import { german, greeting, injections, strong, vague } from './phrases.ts';
import type { Script } from './script.ts';

/** The answer to the question with that ordinal in the call. Empty: the candidate says nothing. */
export function composeAnswer(script: Script, ordinal: number, question: string, random: Random): string {
  if (script === 'silent') return '';
  if (script === 'machine') return ordinal === 1 ? greeting : '';
  if (script === 'weak') return pickSome(vague, 2, random).join(' ');
  if (script === 'injects') return [...pickSome(vague, 1, random), random.pick(injections)].join(' ');
  const phrases = script === 'speaks-german' ? german : strong;
  return composeStory(phrases, topicOf(question), random);
}

/** An answer with an opening, three facts and a result. */
function composeStory(phrases: typeof strong, topic: string, random: Random): string {
  const story = [random.pick(phrases.openings), ...pickSome(phrases.facts, 3, random), random.pick(phrases.results)];
  return story
    .map((sentence) => sentence.replace('{topic}', topic).replace('{n}', String(random.integer(12, 48))))
    .join(' ');
}

/** Picks `count` different items, in their original order. */
function pickSome<T>(from: readonly T[], count: number, random: Random): T[] {
  const drawn = from.map((each, index) => ({ each, index, by: random.next() })).toSorted((a, b) => a.by - b.by);
  return drawn
    .slice(0, count)
    .toSorted((a, b) => a.index - b.index)
    .map(({ each }) => each);
}

/** The two longest words of a question. */
function topicOf(question: string): string {
  const words = question.match(/\p{L}{5,}/gu) ?? [];
  const longest = words.toSorted((a, b) => b.length - a.length).slice(0, 2);
  const topic = words.filter((word) => longest.includes(word)).slice(0, 2);
  return topic.length > 0 ? topic.join(' ').toLowerCase() : 'this';
}

/** The speed of all speech. */
export const wordsPerSecond = 2.5;

/** The spoken text of a recording. For calls without a script: enough words to fill the time. */
export function spokenText(record: RecordingRecord): string {
  if (record.spoken !== null) return record.spoken;
  const wanted = Math.floor((record.durationSeconds ?? 0) * wordsPerSecond);
  const random = seededRandom('spoken', record.sid);
  const words: string[] = [];
  while (words.length < wanted) words.push(...composeAnswer('strong', 1, '', random).split(' '));
  return words.slice(0, wanted).join(' ');
}

/**
 * The words of a recording between two seconds. Each word belongs to one point in time, so that adjoining pieces share
 * none.
 */
export function wordsBetween(record: RecordingRecord, from: number, until: number): string {
  const words = spokenText(record).split(' ').filter(Boolean);
  const secondsEach = (record.durationSeconds ?? 0) / words.length;
  return words
    .filter((_word, index) => (index + 0.5) * secondsEach >= from && (index + 0.5) * secondsEach < until)
    .join(' ');
}
