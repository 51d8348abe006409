import { expect, test } from '@jest/globals';
import { ArgumentError, readArguments } from './arguments.ts';

test('the options become variables, which win over the environment', () => {
  expect(readArguments([], {})).toEqual({ help: false, env: {} });
  expect(readArguments(['--tunnel', 'ngrok', '--connect', '+1', '--connect', 'AP2'], {}).env).toEqual({
    TUNNEL: 'ngrok',
    WEBHOOK_BASE_URL: '',
    CONNECT: '+1,AP2',
  });
});

test('a demo takes neither account nor data folder from .env, and the data folder of the environment', () => {
  const { env } = readArguments(['--demo'], { TWILIO_ACCOUNT_SID: 'AC1', DATA_DIR: '/data' });
  expect(env).toMatchObject({ TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '', TUNNEL: '', DATABASE_URL: '' });
  expect(env).not.toHaveProperty('DATA_DIR');
  expect(readArguments(['--demo'], {}).env).toMatchObject({ DATA_DIR: '' });
});

test.each([['--tunel'], ['x'], ['--tunnel'], ['--demo', '--connect', '+1']])('%s %s is refused', (...args) =>
  expect(() => readArguments(args.filter(Boolean), {})).toThrow(ArgumentError),
);
