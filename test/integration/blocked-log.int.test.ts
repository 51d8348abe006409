import { expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { stopWithParent } from '../../apps/local/src/supervision/stop-with-parent.ts';
import { openTestDatabase } from '../support/db/inbox.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/processes/free-port.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { postSigned, signerOf } from '../support/twilio/post-signed.ts';

/** A pipe that is full and that nothing reads; returns its end to write to. */
function openFullPipe(path: string): { writer: number; close: () => void } {
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, 'r+'); // never read: without it nothing could open the pipe to write
  const filling = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    for (;;) writeSync(filling, Buffer.alloc(4096, '.'));
  } catch (error) {
    if ((error as { code?: string }).code !== 'EAGAIN') throw error;
  }
  closeSync(filling);
  const writer = openSync(path, 'w');
  return { writer, close: () => [reader, writer].forEach((fd) => closeSync(fd)) };
}

test('ingest whose log nothing reads answers every callback, and ends cleanly', async () => {
  await using opened = new AsyncDisposableStack();
  const db = opened.use(openTestDatabase());
  const folder = opened.adopt(mkdtempSync(join(tmpdir(), 'trunkline-log-')), (path) =>
    rmSync(path, { recursive: true }),
  );
  const pipe = opened.adopt(openFullPipe(join(folder, 'log')), ({ close }) => close());
  const port = await freePort();
  const child = spawn(process.execPath, [join(CHECKOUT, 'apps/ingest/src/main.ts')], {
    env: {
      ...process.env,
      WEBHOOK_BASE_URL: 'https://calls.example.com',
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_SIGNATURE_CHECK: 'log',
      LOG_LEVEL: 'debug',
      SPOOL_DIR: join(folder, 'spool'),
      HOST: '127.0.0.1',
      PORT: `${port}`,
    },
    stdio: ['ignore', pipe.writer, 'inherit'],
  });
  stopWithParent(child);
  const exited = once(child, 'exit');
  opened.defer(() => void child.kill('SIGKILL'));
  const origin = `http://127.0.0.1:${port}`;
  await eventually(async () => expect((await fetch(`${origin}/health`)).status).toBe(200), { timeoutMs: 60_000 });

  const sign = signerOf('https://calls.example.com', 'token');
  const forge = () => 'AAAA'; // is accepted here, and logged
  for (let n = 0; n < 100; n++) {
    const fields = progress(callSid(n), 'ringing', 1);
    expect((await postSigned(origin, n % 2 ? forge : sign, '/twilio-status', fields)).status).toBe(204);
  }
  expect((await db.pool.query('select from twilio_webhook_inbox')).rowCount).toBe(100);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
