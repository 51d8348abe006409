import type { Heard } from './read-audio.ts';

/** What `POST /v1/audio/transcriptions` answers, in one of its two formats. */
export function transcription({ text, seconds }: Heard, format = 'json', language = 'en') {
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

/** The verbose format says languages in full. */
const languageNames: Readonly<Record<string, string>> = {
  en: 'english',
  de: 'german',
  fr: 'french',
  es: 'spanish',
};
