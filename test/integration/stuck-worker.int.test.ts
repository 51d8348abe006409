import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.ts';
import { startApp } from '../support/processes/processes.ts';
import { openTcpGate } from '../support/processes/tcp-gate.ts';

const FAST_CLOCK = fileURLToPath(new URL('../support/processes/fast-clock.ts', import.meta.url));
const { DATABASE_URL = '', REDIS_URL = '' } = process.env;

test('a worker that no job reaches any more, although its queue answers, ends to be started again, and says why', async () => {
  await using redis = await openTcpGate(REDIS_URL);
  await using worker = await startApp('worker-status', {
    env: {
      DATABASE_URL,
      REDIS_URL: redis.url,
      OWNED_PHONE_NUMBERS: '+16175006181',
      LOG_LEVEL: 'info',
      NODE_OPTIONS: `--import ${FAST_CLOCK}`,
      CLOCK_TIMES: '10', // the canary comes every 50 s, and 90 s pass in nine
    },
  });
  await eventually(async () =>
    expect(await (await fetch(`${worker.url}/health`)).json()).toMatchObject({ queue: 'up' }),
  );
  await redis.trap('stalled-check', 'freeze', { isLasting: true }); // what a worker asks for and a producer does not
  await eventually(() => expect(worker.exitCode).toBe(1), { timeoutMs: 90_000 });
  expect(worker.output).toContain('no job reaches this worker any more; exiting');
});
