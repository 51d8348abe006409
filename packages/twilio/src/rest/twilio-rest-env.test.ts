import { expect, test } from '@jest/globals';
import { readEnv } from '@trunkline/service';
import { z } from 'zod';
import { checkTwilioCredentials, twilioRestEnv } from './twilio-rest-env.ts';

const schema = z.object(twilioRestEnv).superRefine(checkTwilioCredentials);
const account = { TWILIO_ACCOUNT_SID: `AC${'5'.repeat(32)}` };
const token = { ...account, TWILIO_AUTH_TOKEN: 'secret' };

test('an account with its token suffices, and the default is ten requests at once', () => {
  expect(readEnv(schema, token)).toEqual({
    ...token,
    TWILIO_MAX_IN_FLIGHT: 10,
    TWILIO_SUBACCOUNTS: new Set(),
    TWILIO_AUTH_TOKENS: new Map(),
  });
});

test('an API key with its secret replaces the token', () => {
  const key = { ...account, TWILIO_API_KEY: `SK${'a'.repeat(32)}`, TWILIO_API_SECRET: 'secret' };
  expect(readEnv(schema, key)).toMatchObject(key);
});

test.each([
  [account, 'TWILIO_AUTH_TOKEN'],
  [{ ...account, TWILIO_API_KEY: `SK${'a'.repeat(32)}` }, 'TWILIO_API_SECRET'],
  [{ ...token, TWILIO_API_SECRET: 'secret' }, 'TWILIO_API_KEY'],
  [{ ...token, TWILIO_ACCOUNT_SID: 'AC5' }, 'TWILIO_ACCOUNT_SID'],
  [{ ...token, TWILIO_MAX_IN_FLIGHT: '0' }, 'TWILIO_MAX_IN_FLIGHT'],
  [{ ...token, TWILIO_REGION: 'ie1.evil.example' }, 'TWILIO_REGION'],
  [{ ...token, TWILIO_EDGE: 'dublin.evil' }, 'TWILIO_EDGE'],
])('%j is refused, and the message names %s', (env, variable) => {
  expect(() => readEnv(schema, env)).toThrow(variable);
});

test.each(['http://127.0.0.1:4010', 'http://localhost:4010/', 'http://[::1]:4010', 'https://twilio.example.com'])(
  'credentials may go to %s',
  (url) => {
    expect(readEnv(schema, { ...token, TWILIO_API_URL: url }).TWILIO_API_URL).toBe(url);
  },
);

test.each([
  'http://10.0.0.1:4010',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'ftp://127.0.0.1',
  'https://user:password@twilio.example.com',
  'https://twilio.example.com/path',
  'nowhere',
])('credentials may not be sent to %s', (url) => {
  expect(() => readEnv(schema, { ...token, TWILIO_API_URL: url })).toThrow('TWILIO_API_URL');
});
