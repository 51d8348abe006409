import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../support/db/inbox.ts';
import { runCli } from '../support/processes/run-cli.ts';
import { storeAndApply } from '../support/db/store-and-apply.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());

const [COMPLETE, LIVE, BROKEN, UNKNOWN] = [callSid(1), callSid(2), callSid(3), callSid(4)];
beforeAll(async () => {
  await emptyTables(db);
  await storeAndApply(db, [
    callbackToStore(progress(COMPLETE, 'completed', 0)),
    callbackToStore(progress(LIVE, 'initiated', 0)),
    callbackToStore(progress(BROKEN, 'completed', 3)),
  ]);
});

test.each([
  [COMPLETE, 0, 'Complete: 1 of 1 expected callbacks'],
  [LIVE, 0, 'In progress: 1 of 1 expected callbacks'],
  [BROKEN, 10, 'Incomplete: 1 of 4 expected callbacks'],
])('%s is explained in words, and the exit code (%i) says if it needs attention', async (sid, code, verdict) => {
  const run = await runCli(['explain', sid]);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code, stderr: '' });
  expect(run.stdout).toContain(`${sid}  `);
  expect(run.stdout).toContain(verdict);
});

test('latest is the call that started last', async () => {
  await db.pool.query(`update calls set start_time = now() + interval '1 hour' where call_sid = $1`, [LIVE]);
  expect((await runCli(['explain', 'latest'])).stdout).toContain(`${LIVE}  `);
});

test('--json prints the same as JSON', async () => {
  const { code, stdout } = await runCli(['explain', BROKEN, '--json']);
  expect(code).toBe(10);
  expect(JSON.parse(stdout)).toMatchObject({
    call_sid: BROKEN,
    verdict: { state: 'incomplete' },
    counts: { missing: 3 },
  });
});

test('an unknown call is an error that names the remedy', async () => {
  const { code, stdout, stderr } = await runCli(['explain', UNKNOWN]);
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(stderr).toContain('npx trunkline sync --since');
});

test('an unavailable database and one without tables are errors that name the remedy', async () => {
  const unavailable = await runCli(['explain', COMPLETE], {
    DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/trunkline',
  });
  expect(unavailable).toMatchObject({ code: 8, stderr: expect.stringContaining('Start it with npm start') });
  const other = new URL(process.env['DATABASE_URL']!);
  other.pathname = '/postgres';
  const empty = await runCli(['explain', COMPLETE], { DATABASE_URL: other.href });
  expect(empty).toMatchObject({ code: 3, stderr: expect.stringContaining('npx trunkline migrate') });
});

test.each([
  [['explain'], "missing required argument 'sid'"],
  [['explain', 'CA12'], 'A Call SID is CA and 32 hexadecimal digits; latest'],
  [['explain', COMPLETE, '--colour'], "unknown option '--colour'"],
  [['explian', COMPLETE], '(Did you mean explain?)'],
  [[], 'Usage: trunkline'],
])('%j is wrong usage', async (args, text) => {
  expect(await runCli(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(text) });
});

test.each([['explain'], ['rebuild']])('%s --help prints its examples', async (command) => {
  const { code, stdout } = await runCli([command, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain(`npx trunkline ${command}`);
});
