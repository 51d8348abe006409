import { expect, test } from '@jest/globals';
import { readEnv } from '@trunkline/service';
import { workerRecordingEnv } from './config.ts';

const ACCOUNT = { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'secret' };
const read = (given: NodeJS.ProcessEnv) =>
  readEnv(workerRecordingEnv, { ...ACCOUNT, ...given, DATABASE_URL: 'postgresql://x', DEMO_RETENTION_MINUTES: '10' });

test.each([
  ['in production', { NODE_ENV: 'production', TWILIO_API_URL: 'http://127.0.0.1:4010' }],
  ['against Twilio itself', {}],
])('the demo’s retention is refused %s', (_, given) => expect(() => read(given)).toThrow('DEMO_RETENTION_MINUTES'));

test('the demo’s retention is accepted with a simulated Twilio', () =>
  expect(read({ TWILIO_API_URL: 'http://127.0.0.1:4010' }).DEMO_RETENTION_MINUTES).toBe(10));
