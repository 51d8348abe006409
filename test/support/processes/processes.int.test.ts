import { expect, test } from '@jest/globals';
import { startApp } from './processes.ts';

const env = { TWILIO_AUTH_TOKEN: 'a-token-of-a-test', LOG_LEVEL: 'info' };

test('an app can be killed and comes back on the same port', async () => {
  await using app = await startApp('ingest', { env });
  const before = app.pid;
  await app.kill('SIGKILL');
  expect(app.isRunning).toBe(false);
  await expect(fetch(`${app.url}/health`)).rejects.toThrow('fetch failed');
  await app.restart();
  expect(app.pid).not.toBe(before);
  expect((await fetch(`${app.url}/health`)).status).toBe(200);
});

test('a frozen app can be ended', async () => {
  const app = await startApp('ingest', { env });
  await app.kill('SIGSTOP');
  await app[Symbol.asyncDispose]();
  expect(app.isRunning).toBe(false);
});

test('an app that ends before it is healthy fails at once, with its output', async () => {
  await expect(startApp('ingest', { env: { ...env, DATABASE_URL: 'nonsense' } })).rejects.toThrow(
    /ingest did not get healthy[^]*DATABASE_URL/,
  );
});
