import { expect, test } from '@jest/globals';
import { parseTwilioTime } from './twilio-time.ts';

test.each([
  ['Thu, 12 Feb 2026 11:48:25 +0000', '2026-02-12T11:48:25.000Z'],
  ['Thu, 1 Jun 2017 20:48:32 +0000', '2017-06-01T20:48:32.000Z'], // conferences do not pad the day
  ['2026-03-24T18:23:44.751Z', '2026-03-24T18:23:44.751Z'], // live transcription
  ['Thu, 12 Feb 2026 12:48:25 +0100', '2026-02-12T11:48:25.000Z'],
])('%s is a time of Twilio', (text, time) => expect(parseTwilioTime(text)).toBe(time));

test.each([
  '',
  'now',
  '1770896905',
  '2026-02-12',
  'Thu, 12 Feb 2026 11:48:25',
  'Thu, 12 Feb 2026 11:48:25 +000',
  'Thu, 31 Feb 2026 11:48:25 +0000',
  'Thu, 12 Feb 2026 25:48:25 +0000',
  'Thu, 12 Feb 0000 11:48:25 +0000',
  undefined,
  5,
  ['x'],
])('%j is none', (text) => expect(parseTwilioTime(text)).toBeNull());
