import { expect, test } from '@jest/globals';
import { mayHaveCredentials, mediaPlace, withChannels, type MediaConfig } from './media-url.ts';

const SID = `RE${'a'.repeat(32)}`;
const ACCOUNT = `AC${'1'.repeat(32)}`;
const config = (changes: Partial<MediaConfig> = {}): MediaConfig => ({
  TWILIO_ACCOUNT_SID: ACCOUNT,
  TWILIO_API_URL: undefined,
  TWILIO_REGION: undefined,
  TWILIO_EDGE: undefined,
  RECORDING_MEDIA_HOSTS: new Set(['media.example.com']),
  ...changes,
});
const PATH = `/2010-04-01/Accounts/${ACCOUNT}/Recordings/${SID}.wav`;
const announced = (url: string | null) => ({ recordingSid: SID, url, channels: null });
const placeOf = (url: string | null, changes: Partial<MediaConfig> = {}) =>
  mediaPlace(announced(url), config(changes))?.url.href;

test.each([
  null,
  'http://api.twilio.com/2010-04-01/Accounts/ACx/Recordings/REx',
  'https://evil.example/x.wav',
  'https://media.example.com.evil.example/x.wav',
  'https://media.example.com:8443/x.wav',
  'https://user:secret@media.example.com/x.wav',
  'http://media.example.com/x.wav',
  'file:///etc/passwd',
  'nonsense',
])('whatever is announced (%j), the SID and the account determine where the media is', (url) => {
  expect(placeOf(url)).toBe(`https://api.twilio.com${PATH}`);
});

test('your own storage is trusted by its exact host', () => {
  const url = 'https://media.example.com/bucket/x.wav?signature=1';
  expect(mediaPlace(announced(url), config())).toEqual({ url: new URL(url), channels: null, isExternal: true });
});

test('a presigned URL is requested as it was announced, byte for byte', () => {
  const url = `https://media.example.com/AC1/${SID}?X-Amz-Credential=a%2Fb&X-Amz-Date=20261121T000000Z&X-Amz-Signature=0f%2B`;
  expect(placeOf(url)).toBe(url);
});

test('of an encrypted recording no channels are requested', () => {
  expect(mediaPlace({ recordingSid: SID, url: null, channels: 2, isEncrypted: true }, config())).toEqual({
    url: new URL(`https://api.twilio.com${PATH}`),
    channels: null,
    isExternal: false,
  });
});

test.each(['', 'RE1', `CA${'a'.repeat(32)}`, `${SID}/../../Calls`, `${SID}?x`])('%j has no media', (recordingSid) => {
  expect(mediaPlace({ recordingSid, url: null, channels: 1 }, config())).toBeUndefined();
});

test.each([
  [{ TWILIO_REGION: 'ie1' }, 'https://api.ie1.twilio.com'],
  [{ TWILIO_EDGE: 'dublin' }, 'https://api.dublin.us1.twilio.com'],
  [{ TWILIO_REGION: 'ie1', TWILIO_EDGE: 'dublin' }, 'https://api.dublin.ie1.twilio.com'],
  [{ TWILIO_API_URL: 'http://127.0.0.1:4010', TWILIO_REGION: 'ie1' }, 'http://127.0.0.1:4010'],
])('%j sends requests to %s', (changes, origin) => expect(placeOf(null, changes)).toBe(origin + PATH));

test('two channels are requested unless there is one', () => {
  const channelsOf = (channels: number | null) =>
    mediaPlace({ recordingSid: SID, url: null, channels }, config())?.channels;
  expect([null, 1, 2].map(channelsOf)).toEqual([2, 1, 2]);
  const place = mediaPlace(announced(null), config())!;
  expect(withChannels(place, 1).url.href).toBe(`https://api.twilio.com${PATH}?RequestedChannels=1`);
});

test.each([
  ['https://api.twilio.com/x', true],
  ['https://api.dublin.ie1.twilio.com/x', true],
  ['http://127.0.0.1:4010/x', true],
  ['http://api.twilio.com/x', false],
  ['https://twilio.com.evil.example/x', false],
  ['https://eviltwilio.com/x', false],
  ['https://s3.amazonaws.com/x', false],
  ['http://127.0.0.1:4011/x', false],
  ['https://127.0.0.1:4010/x', false],
])('credentials go to %s: %j', (url, may) => {
  expect(mayHaveCredentials(new URL(url), 'http://127.0.0.1:4010')).toBe(may);
});
