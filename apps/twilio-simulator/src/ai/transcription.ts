import { wordsBetween } from '../candidates/speech.ts';
import { findMp3Mark } from '../media/mp3.ts';
import { findMark } from '../media/watermark.ts';
import { sampleRate } from '../media/wav.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';

/** The answer to `POST /v1/audio/transcriptions`, in the format `json` or `verbose_json`. */
export function transcriptionJson({ text, seconds }: Transcribed, format = 'json', language = 'en') {
  const usage = { type: 'duration', seconds: Math.ceil(seconds) };
  if (format !== 'verbose_json') return { text, usage };
  const segment = {
    id: 0,
    seek: 0,
    start: 0,
    end: seconds,
    text,
    tokens: [],
    temperature: 0,
    avg_logprob: -0.2,
    compression_ratio: 1.4,
    no_speech_prob: text === '' ? 0.98 : 0.01,
  };
  return {
    task: 'transcribe',
    language: languageNames[language] ?? language,
    duration: seconds,
    text,
    segments: text === '' ? [] : [segment],
    usage,
  };
}

/** What a speech model writes out of silence. */
export function inventedJson({ seconds }: Transcribed, format = 'json') {
  const text = 'Thank you for watching and please subscribe.';
  const figures = { no_speech_prob: 0.97, avg_logprob: -1.2, compression_ratio: 0.9 };
  if (format !== 'verbose_json') return { text };
  return {
    task: 'transcribe',
    duration: seconds,
    text,
    segments: [{ id: 0, start: 0, end: seconds, text, ...figures }],
  };
}

/** `verbose_json` has the full names of languages. */
const languageNames: Readonly<Record<string, string>> = {
  en: 'english',
  de: 'german',
  fr: 'french',
  es: 'spanish',
};

/** The transcript of a piece of audio. */
export interface Transcribed {
  text: string;
  seconds: number;
  /** The recording that the audio is a piece of; null for any other audio. */
  recordingSid: string | null;
}

/** Transcribes a WAV or MP3 file. Undefined: not such a file. `find` returns a recording by its SID. */
export function transcribe(bytes: Buffer, find: (sid: string) => RecordingRecord | undefined): Transcribed | undefined {
  const wav = readWav(bytes);
  const mark = wav ? markOf(wav) : findMp3Mark(bytes);
  if (!wav && !mark) return undefined;
  const seconds = wav ? wav.samples.length / wav.rate : (mark?.until ?? 0) - (mark?.from ?? 0);
  const record = mark && find(mark.sid);
  if (!record) return { text: unknownSpeech, seconds, recordingSid: null };
  return { text: wordsBetween(record, mark.from, mark.until), seconds, recordingSid: mark.sid };
}

/** The transcript of audio that is not a recording of the simulator. */
const unknownSpeech = '...';

interface Wav {
  samples: Int16Array;
  rate: number;
}

/** The first channel of a 16-bit PCM file; undefined for anything else. */
function readWav(bytes: Buffer): Wav | undefined {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    return undefined;
  let channels = 1;
  let rate = sampleRate;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ') {
      if (size < 16 || bytes.readUInt16LE(at + 8) !== 1 || bytes.readUInt16LE(at + 22) !== 16) return undefined;
      channels = Math.max(1, bytes.readUInt16LE(at + 10));
      rate = Math.max(1, bytes.readUInt32LE(at + 12));
    }
    if (name === 'data') return { samples: firstChannel(bytes.subarray(at + 8, at + 8 + size), channels), rate };
    at += 8 + size + (size % 2);
  }
  return undefined;
}

function firstChannel(data: Buffer, channels: number): Int16Array {
  const stride = 2 * channels;
  return Int16Array.from({ length: Math.floor(data.length / stride) }, (_each, index) =>
    data.readInt16LE(index * stride),
  );
}

function markOf({ samples }: Wav): { sid: string; from: number; until: number } | undefined {
  const mark = findMark(samples);
  if (!mark) return undefined;
  const from = mark.firstSample / sampleRate;
  return { sid: mark.sid, from, until: from + samples.length / sampleRate };
}
