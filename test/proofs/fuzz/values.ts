import type { Draws } from './draws.ts';
import { forgedText } from './forgeries.ts';

/** Makes the value of a field. */
export type Make = (draws: Draws) => string;

export const word =
  (...words: readonly string[]): Make =>
  (draws) =>
    draws.pick(words);

export const count =
  (most: number): Make =>
  (draws) =>
    `${draws.whole(0, most)}`;

export const sidOf =
  (prefix: string): Make =>
  (draws) =>
    prefix + draws.hex(32);

export const [callSid, recordingSid, conferenceSid] = [sidOf('CA'), sidOf('RE'), sidOf('CF')];
export const flag = word('true', 'false');
export const amount: Make = (draws) => (draws.whole(0, 100) / 100).toFixed(2);
export const recordingUrl: Make = (draws) =>
  `https://api.twilio.com/2010-04-01/Accounts/AC${'f1e1d'.padEnd(32, '0')}/Recordings/RE${draws.hex(32)}`;
export const place = word('', 'BOSTON', 'São Paulo', 'Bihar / Jharkhand', 'US', '02118');

/** Since the start of 2026, in seconds; the year tells true times from forged ones. */
const secondsOf2026 = (draws: Draws): number => Date.UTC(2026, 0, 1) + draws.whole(0, 20_000_000) * 1000;
export const rfcTime: Make = (draws) => new Date(secondsOf2026(draws)).toUTCString().replace('GMT', '+0000');
export const isoTime: Make = (draws) => new Date(secondsOf2026(draws)).toISOString();

/** What people say and name things: often with Twilio's names and values in it. */
export const freeText: Make = (draws) =>
  draws.pick([
    () => draws.pick(['', 'hello', 'Łódź Café', '🎧 yes', "O'Neil & Söhne", 'a=b&c=d', '100% +1', 'line\nline']),
    () => forgedText(draws),
    () => `I said ${forgedText(draws)} and ${forgedText(draws)}`,
  ])();

export const json: Make = (draws) => JSON.stringify({ text: freeText(draws), list: [forgedText(draws)] });
