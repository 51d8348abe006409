import type { Levels } from '../audio/measure-levels.ts';
import type { Segment, Transcription } from '../server/transcription.ts';
import { isStockPhrase } from './stock-phrases.ts';

/** Below this loudest frame there is nothing to hear: two steps of the finest sample of a telephone. */
const SILENT_DB = -66;
/** A frame that may be speech is above this, and above the noise: a syllable stands out, a hiss or a hum does not. */
const SPEECH_FROM_DB = -60;
const ABOVE_NOISE_DB = 6;
/** The quietest tenth of all frames is noise: speech has pauses. */
const NOISE_SHARE = 0.1;
/** A short syllable. */
const SYLLABLE_SECONDS = 0.12;
/** Models place a segment so imprecisely. */
const PLACED_WITHIN_SECONDS = 0.3;

/** Whisper's own limits for a segment without speech, and for one that repeats itself. */
const NO_SPEECH_PROB = 0.6;
const AVG_LOGPROB = -1;
const COMPRESSION_RATIO = 2.4;

/** What was said, and how many segments were dropped as words out of silence. */
export type Heard = { text: string; dropped: number };

/** True where a recording has no sound at all: no model has to be asked. */
export const isSilent = ({ db }: Levels): boolean => db.every((level) => level < SILENT_DB);

/**
 * The words of a transcription but those that a model wrote out of silence. A segment is dropped on the word of two
 * witnesses of three: the sound has no sign of speech there, the model's own figures doubt it, its words are what models
 * write out of silence. One alone is no proof: quiet speech has little energy, an accent has poor figures, and people do
 * say thank you. Pure. `levels` is undefined where the sound cannot be measured.
 */
export function hearSpeech({ text, segments }: Transcription, levels: Levels | undefined): Heard {
  const spoken = segments.filter((segment) => segment.text.trim() !== '');
  const all = spoken.length > 0 ? spoken : text.trim() === '' ? [] : [wholeOf(text)];
  const kept = all.filter((segment) => !isInvented(segment, levels));
  if (kept.length === all.length) return { text: text.trim(), dropped: 0 };
  const words = kept.map((segment) => segment.text.trim()).join(' ');
  return { text: words, dropped: all.length - kept.length };
}

function isInvented(segment: Segment, levels: Levels | undefined): boolean {
  const { noSpeechProb, avgLogprob } = segment;
  if (levels === undefined && (noSpeechProb ?? 0) >= NO_SPEECH_PROB && (avgLogprob ?? 0) <= AVG_LOGPROB) return true;
  const witnesses = [
    levels !== undefined && !hasSpeechSign(levels, segment),
    isDoubted(segment),
    isStockPhrase(segment.text),
  ];
  return witnesses.filter(Boolean).length >= 2;
}

const isDoubted = ({ noSpeechProb, avgLogprob, compressionRatio }: Segment): boolean =>
  (noSpeechProb ?? 0) >= NO_SPEECH_PROB ||
  (avgLogprob ?? 0) <= AVG_LOGPROB ||
  (compressionRatio ?? 0) >= COMPRESSION_RATIO;

/** True where something stands out of the noise for as long as a syllable, between these times or in the whole recording. */
export function hasSpeechSign(
  { frameSeconds, db }: Levels,
  { start, end }: Pick<Segment, 'start' | 'end'> = { start: null, end: null },
): boolean {
  const noise = db.toSorted()[Math.floor(db.length * NOISE_SHARE)] ?? 0;
  const least = Math.max(SPEECH_FROM_DB, noise + ABOVE_NOISE_DB);
  const isPlaced = start !== null && end !== null && end > start;
  const [from, until] = isPlaced ? [start - PLACED_WITHIN_SECONDS, end + PLACED_WITHIN_SECONDS] : [0, Infinity];
  const within = db.subarray(Math.max(0, Math.floor(from / frameSeconds)), Math.ceil(until / frameSeconds));
  const loud = within.reduce((count, level) => count + (level > least ? 1 : 0), 0);
  return loud * frameSeconds >= SYLLABLE_SECONDS - frameSeconds / 2;
}

const wholeOf = (text: string): Segment => ({
  start: null,
  end: null,
  text,
  noSpeechProb: null,
  avgLogprob: null,
  compressionRatio: null,
});
