import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wavOf } from '../../../../test/support/media/wav.ts';
import { measureLevels } from '../audio/measure-levels.ts';
import type { Segment } from '../server/transcription.ts';
import { hearSpeech, hasSpeechSign, isSilent } from './hear-speech.ts';

const RATE = 8000;
const amplitude = (db: number) => 32_768 * 10 ** (db / 20);

/** Pseudo-random noise of this level; the same for the same seed. */
function noise(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * Math.sqrt(12);
  };
}

type Sound = { seconds: number; noiseDb?: number; seed?: number; voice?: { db: number; from: number; until: number } };

/** A telephone recording: noise, and a voice of syllables that stand out of it, each level as RMS in dB of full scale. */
function record({ seconds, noiseDb = -120, seed = 1, voice }: Sound): Buffer {
  const file = wavOf({ seed: 'a', seconds });
  const hiss = noise(seed);
  for (let n = 0; n < seconds * RATE; n++) {
    const at = n / RATE;
    const isVoiced = voice && at >= voice.from && at < voice.until;
    const swell = Math.max(0, Math.sin(2 * Math.PI * 3.5 * at));
    const tone = Math.sin(2 * Math.PI * 140 * at) + 0.6 * Math.sin(2 * Math.PI * 560 * at);
    const sample = hiss() * amplitude(noiseDb) + (isVoiced ? amplitude(voice.db) * 2 * swell * tone : 0);
    file.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample))), 44 + 2 * n);
  }
  return file;
}

const segment = (text: string, traits: Partial<Segment> = {}): Segment => ({
  start: null,
  end: null,
  text,
  noSpeechProb: null,
  avgLogprob: null,
  compressionRatio: null,
  ...traits,
});
const hear = (sound: Sound, ...segments: Segment[]) =>
  hearSpeech({ text: segments.map(({ text }) => text).join(' '), segments }, measureLevels(record(sound)));

const FAREWELL = 'Thank you for watching and please subscribe.';
const DOUBTED = { noSpeechProb: 0.97, avgLogprob: -1.2 };
const ANSWER = 'I led the move of our billing to a new database.';

test('zeros, and the finest steps of a telephone, are silent; a whisper is not', () => {
  expect(isSilent(measureLevels(record({ seconds: 12 }))!)).toBe(true);
  expect(isSilent(measureLevels(record({ seconds: 2, noiseDb: -75 }))!)).toBe(true);
  expect(isSilent(measureLevels(record({ seconds: 2, voice: { db: -55, from: 0.5, until: 1.5 } }))!)).toBe(false);
});

test('an offset is no sound', () => {
  const file = record({ seconds: 1 });
  for (let at = 44; at < file.length; at += 2) file.writeInt16LE(900, at);
  expect(isSilent(measureLevels(file)!)).toBe(true);
});

describe('words out of silence are dropped', () => {
  test.each<[string, Sound, Segment]>([
    ['a farewell that the model doubts', { seconds: 12 }, segment(FAREWELL, { start: 0, end: 12, ...DOUBTED })],
    ['a farewell without figures, over a hiss', { seconds: 6, noiseDb: -55 }, segment(FAREWELL)],
    ['a sentence that the model doubts, over a loud hiss', { seconds: 6, noiseDb: -30 }, segment(ANSWER, DOUBTED)],
    ['a repeated phrase over a hiss', { seconds: 6, noiseDb: -50 }, segment('you you you you you you')],
    ['credits over a hiss', { seconds: 6, noiseDb: -50 }, segment('Untertitel im Auftrag des ZDF, 2021')],
    ['a farewell in Japanese', { seconds: 6, noiseDb: -50 }, segment('ご視聴ありがとうございました')],
    [
      'a farewell that the model doubts, over music',
      { seconds: 6, noiseDb: -50, voice: { db: -20, from: 0, until: 6 } },
      segment(FAREWELL, { noSpeechProb: 0.8 }),
    ],
    [
      'what is placed behind the end',
      { seconds: 6, voice: { db: -20, from: 0, until: 6 } },
      segment('Thank you.', { start: 8, end: 10 }),
    ],
  ])('%s', (_, sound, spoken) => expect(hear(sound, spoken)).toEqual({ text: '', dropped: 1 }));

  test('and what was said before them stays', () => {
    const sound = { seconds: 20, noiseDb: -62, voice: { db: -25, from: 0, until: 6 } };
    const said = segment(ANSWER, { start: 0, end: 6, noSpeechProb: 0.02, avgLogprob: -0.3 });
    const invented = segment(' Thank you for watching.', { start: 8, end: 20, noSpeechProb: 0.4, avgLogprob: -0.4 });
    expect(hear(sound, said, invented)).toEqual({ text: ANSWER, dropped: 1 });
  });

  test('of a file that cannot be measured by both figures of the model', () => {
    expect(hearSpeech({ text: ANSWER, segments: [segment(ANSWER, DOUBTED)] }, undefined).text).toBe('');
    expect(hearSpeech({ text: ANSWER, segments: [segment(ANSWER, { noSpeechProb: 0.9 })] }, undefined).text).toBe(
      ANSWER,
    );
    expect(hearSpeech({ text: FAREWELL, segments: [] }, undefined).text).toBe(FAREWELL);
  });
});

describe('real speech stays', () => {
  test.each<[string, Sound, Segment]>([
    [
      'a thank you that was said',
      { seconds: 3, noiseDb: -60, voice: { db: -30, from: 0.5, until: 1.5 } },
      segment('Thank you.', { noSpeechProb: 0.1, avgLogprob: -0.4 }),
    ],
    [
      'an accent that the model doubts',
      { seconds: 5, noiseDb: -60, voice: { db: -30, from: 0, until: 5 } },
      segment(ANSWER, DOUBTED),
    ],
    [
      'quiet speech under a hiss, of which the model is sure',
      { seconds: 5, noiseDb: -52, voice: { db: -54, from: 0, until: 5 } },
      segment(ANSWER, { noSpeechProb: 0.2, avgLogprob: -0.5 }),
    ],
    ['one short word', { seconds: 4, noiseDb: -65, voice: { db: -40, from: 2, until: 2.4 } }, segment('Yes.', DOUBTED)],
  ])('%s', (_, sound, spoken) => expect(hear(sound, spoken)).toEqual({ text: spoken.text, dropped: 0 }));

  test('at any level that is 12 dB above the noise, with any figures of the model', () => {
    const quiet = fc.record({
      db: fc.integer({ min: -54, max: -10 }),
      below: fc.integer({ min: 12, max: 40 }),
      from: fc.double({ min: 0, max: 3, noNaN: true }),
      seconds: fc.double({ min: 0.6, max: 3, noNaN: true }),
      seed: fc.integer({ min: 1, max: 1000 }),
      figures: fc.record({
        noSpeechProb: fc.double({ min: 0, max: 1, noNaN: true }),
        avgLogprob: fc.double({ min: -3, max: 0, noNaN: true }),
        compressionRatio: fc.double({ min: 0.5, max: 4, noNaN: true }),
      }),
      isPlaced: fc.boolean(),
    });
    fc.assert(
      fc.property(quiet, ({ db, below, from, seconds, seed, figures, isPlaced }) => {
        const voice = { db, from, until: from + seconds };
        const placed = isPlaced ? { start: from, end: from + seconds } : {};
        const sound = { seconds: 7, noiseDb: db - below, seed, voice };
        expect(hear(sound, segment(ANSWER, { ...figures, ...placed })).text).toBe(ANSWER);
      }),
      { numRuns: 60 },
    );
  });

  test('one witness alone drops nothing', () => {
    const hiss = { seconds: 5, noiseDb: -45 };
    expect(hear(hiss, segment(ANSWER)).dropped).toBe(0);
    expect(hear(hiss, segment(ANSWER, { noSpeechProb: 0.3, avgLogprob: -0.6 })).dropped).toBe(0);
  });
});

test('a steady sound of any level has no sign of speech', () => {
  const levels = fc.record({ noiseDb: fc.integer({ min: -70, max: -12 }), seed: fc.integer({ min: 1, max: 1000 }) });
  fc.assert(
    fc.property(levels, ({ noiseDb, seed }) => {
      expect(hasSpeechSign(measureLevels(record({ seconds: 4, noiseDb, seed }))!)).toBe(false);
    }),
    { numRuns: 40 },
  );
});
