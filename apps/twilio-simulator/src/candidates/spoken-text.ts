import { seededRandom } from '../random.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import { composeAnswer, wordsPerSecond } from './compose-answer.ts';

/** What is said in a recording; of calls without a script something that fills the time. */
export function spokenText(record: RecordingRecord): string {
  if (record.spoken !== null) return record.spoken;
  const wanted = Math.floor((record.durationSeconds ?? 0) * wordsPerSecond);
  const random = seededRandom('spoken', record.sid);
  const words: string[] = [];
  while (words.length < wanted) words.push(...composeAnswer('strong', 1, '', random).split(' '));
  return words.slice(0, wanted).join(' ');
}

/** The words of a recording that are said from one second up to another; each word belongs to one moment. */
export function wordsBetween(record: RecordingRecord, from: number, until: number): string {
  const words = spokenText(record).split(' ').filter(Boolean);
  const secondsEach = (record.durationSeconds ?? 0) / words.length;
  return words
    .filter((_word, index) => (index + 0.5) * secondsEach >= from && (index + 0.5) * secondsEach < until)
    .join(' ');
}
