import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeDeadLetters } from '../../apps/console/test/support/inbox-data.ts';
import { openDatabase } from '@trunkline/db/connection';
import { createOrder } from '../support/db/orders.ts';
import { eventually } from '../support/eventually.ts';
import { startFakeServer } from '../support/fake-server.ts';
import { runCli, type CliRun } from '../support/processes/run-cli.ts';
import { settled, startStack, type Stack } from '../support/processes/stack.ts';
import { openTcpGate } from '../support/processes/tcp-gate.ts';

const HELD = 'lock timeout: canceling statement for call <sid>';

let stack: Stack;
let home: string;
let key: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trunkline-home-'));
  stack = await startStack('postgres', { api: true, dialer: true, apiEnv: { LOCAL_OPERATOR: 'false' } });
  const database = { DATABASE_URL: stack.databaseUrl };
  await runCli(['users', 'create', 'grace', '--role', 'superadmin'], database);
  key = (await runCli(['keys', 'create', 'grace', '--label', 'a test'], database)).stdout.trim();
  await stack.control.send('POST', 'load', { calls: 12, rate: 40, seed: 5 });
  await settled(() => stack.control.expectDone(), 60_000);
});
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

const api = () => ({ XDG_CONFIG_HOME: home, TRUNKLINE_URL: stack.api!.url, TRUNKLINE_KEY: key });
/** Without a database: all is asked of the API. */
const run = (args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> =>
  runCli(args, { DATABASE_URL: '', ...api(), ...env });
async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run([...args, '--json']);
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}
type List<T> = { data: T[] };

test('status says what runs, and ends with 10 while an app is missing', async () => {
  const { code, stdout, stderr } = await run(['status']);
  expect({ code, stderr }).toEqual({ code: 10, stderr: '' }); // nothing here sends webhooks
  expect(stdout).toMatch(/^✗ http:\S+: an app or Postgres is missing$/m);
  expect(stdout).toMatch(/^✗ .*worker-notify/m);
  expect(stdout).toMatch(/^Postgres +up /m);
  expect(stdout).toMatch(/^ingest +ok /m);
});

test('the doctor finds what is missing here, and what is planted at Twilio, each with what to do', async () => {
  const examine = async () => {
    const { code, stdout, stderr } = await run(['doctor', '--json']);
    expect({ code, stderr }).toEqual({ code: 10, stderr: '' });
    const { checks } = JSON.parse(stdout) as {
      checks: { name: string; state: string; findings: { kind: string }[] }[];
    };
    return new Map(checks.map((check) => [check.name, check] as const));
  };
  const before = await examine();
  const ok = ['api', 'event-stream', 'twilio-account', 'clock', 'public-url', 'numbers', 'applications', 'sip-domains'];
  for (const name of ok) expect(before.get(name)).toMatchObject({ name, state: 'ok', findings: [] });
  expect(before.get('processes')!.findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['app-missing']));
  await stack.control.send('PUT', 'account', { numbers: [{ voice_url: 'https://demo.twilio.com/welcome/voice/' }] });
  const { findings } = (await examine()).get('numbers')!;
  expect(findings.map(({ kind }) => kind)).toEqual(['voice-url-at-twilio', 'status-url-missing']);
  const { stdout } = await run(['doctor']);
  expect(stdout).toMatch(
    /^ {3}✗ Number \+16175006181 has a voice URL that leads to Twilio’s demo, not to Trunkline\.$/m,
  );
  expect(stdout).toMatch(/^ {5}npx trunkline connect \+16175006181$/m);
  const away = await run(['doctor'], { TRUNKLINE_URL: 'http://127.0.0.1:9' });
  expect(away).toMatchObject({
    code: 10,
    stdout: expect.stringMatching(/^ ✗ API +The API at http:\S+ does not answer\.$/m),
  });
  const refused = await run(['doctor'], { TRUNKLINE_KEY: 'tk_no_key' });
  expect(refused).toMatchObject({ code: 10, stdout: expect.stringContaining('✗ API') });
});

test('a number of a newcomer is connected, its first callback arrives, and it gets back what it had', async () => {
  await stack.control.send('PUT', 'account', { numbers: [{ voice_url: 'https://demo.twilio.com/welcome/voice/' }] });
  const shown = await run(['connect', '+16175006181', '--dry-run']);
  expect(shown).toMatchObject({ code: 0, stderr: 'Nothing was changed: this was a dry run.\n' });
  expect(shown.stdout).toMatch(
    /^ {2}VoiceUrl +https:\/\/demo\.twilio\.com\S+\n +→ http:\S+\/voice-inbound#rc=5&rp=all$/m,
  );
  const connected = await run(['connect', '+16175006181', '--yes']);
  expect(connected).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Connected\. Next: call it/) });
  const { sid } = await stack.control.send<{ sid: string }>('POST', 'calls', { from: '+15085140320', stay_seconds: 5 });
  await eventually(async () => expect(await run(['calls', 'get', sid])).toMatchObject({ code: 0 }));
  expect(await run(['connect', '+16175006181', '--yes'])).toMatchObject({
    code: 0,
    stderr: 'It is connected already. Nothing was changed.\n',
  });
  expect(await run(['disconnect', '+16175006181', '--yes'])).toMatchObject({ code: 0 });
  const { numbers } = await stack.control.send<{ numbers: object[] }>('GET', 'account');
  expect(numbers).toEqual([
    expect.objectContaining({ voice_url: 'https://demo.twilio.com/welcome/voice/', status_callback: '' }),
  ]);
  expect(await run(['connect', '+16175550100', '--yes'])).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('The account has no number +16175550100.'),
  });
  expect(await run(['connect', '+16175006181'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
});

test('calls are listed as a table, as JSON and as lines, filtered and up to a limit', async () => {
  const all = await json<List<{ call_sid: string; status: string }>>('calls', 'list');
  const truth = (await stack.control.calls()).map(({ sid }) => sid);
  expect(all.data.map(({ call_sid: sid }) => sid).toSorted()).toEqual(truth.toSorted());
  const { stdout, stderr } = await run(['calls', 'list', '--limit', '3', '--jsonl']);
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { call_sid: string }).call_sid)).toEqual(
    all.data.slice(0, 3).map(({ call_sid: sid }) => sid),
  );
  expect(stderr).toBe('These are the first 3; --limit shows more.\n');
  const table = await run(['calls', 'list', '--search', truth[0]!.slice(-8)]);
  expect(table.stdout).toMatch(new RegExp(`^CALL +STARTED .*\\n${truth[0]} `));
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  expect((await json<List<object>>('calls', 'list', '--since', yesterday)).data).toHaveLength(all.data.length);
  expect(await run(['calls', 'list', '--since', 'yesterday'])).toMatchObject({ code: 2 });
  expect(await run(['calls', 'list', '--live'])).toEqual({ code: 0, stdout: '', stderr: 'No call matches.\n' });
});

test('one call is shown with its log, and an unknown one is not found', async () => {
  const { sid } = (await stack.control.calls())[0]!;
  const { code, stdout } = await run(['calls', 'get', sid]);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Call +${sid}$`, 'm'));
  expect(stdout).toMatch(/^ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ .*webhook +applied$/m);
  expect(await run(['calls', 'get', `CA${'0'.repeat(32)}`])).toMatchObject({
    code: 5,
    stdout: '',
    stderr: expect.stringContaining('POST /api/calls/{sid}/fetch'),
  });
  const { data } = await json<List<{ call_sid: string; parent_call_sid: string | null }>>('calls', 'list');
  const latest = data.find(({ parent_call_sid: parent }) => parent === null)!;
  expect(await json('calls', 'get', 'latest')).toMatchObject({ call_sid: latest.call_sid });
});

/** Starts the call of an order, and waits until both parties talk; returns our id. */
async function startCall(): Promise<string> {
  await stack.control.send('PUT', 'call-settings', { talkSeconds: 0, cps: 1000, speed: 30 });
  await using db = openDatabase(stack.databaseUrl, 'test of commands');
  const { orderId } = await createOrder(db);
  const scheduled = { order_id: orderId, scheduled_at: new Date(Date.now() + 3_600_000).toISOString() };
  const { call_id: id } = await post<{ call_id: string }>('/api/calls/schedule', scheduled);
  await post(`/api/calls/${orderId}/start`);
  type Control = { control: { legs: { status: string }[] } };
  await eventually(async () => {
    const legs = [{ status: 'in-progress' }, { status: 'in-progress' }];
    expect(await json<Control>('calls', 'get', id)).toMatchObject({ control: { legs } });
  });
  return id;
}
async function post<T>(path: string, body: object = {}): Promise<T> {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const response = await fetch(`${stack.api!.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as T;
}

test('a live call is recorded and dropped, and each command says what Twilio has shown', async () => {
  const call = await startCall();
  const record = (verb: string, ...options: string[]) => run(['calls', 'record', call, verb, ...options]);
  const says = (state: string) => ({ code: 0, stdout: `Call ${call}: the recording is ${state}.\n`, stderr: '' });
  expect(await record('start', '--wait')).toEqual(says('running'));
  await stack.control.send('PUT', 'live-faults', { pauseIgnored: 1 });
  const ignored = await record('pause');
  expect(ignored).toEqual({
    code: 10,
    stdout: expect.stringMatching(/^STILL RECORDING\. .*still reports/),
    stderr: '',
  });
  const waiting = record('pause', '--wait');
  const asked = `select from audit_events where event = 'recording.pause_requested'`;
  await eventually(async () => expect(await stack.query(asked)).toHaveLength(2));
  await stack.control.send('PUT', 'live-faults', { pauseIgnored: 0 });
  expect(await waiting).toEqual(says('paused'));
  expect(await record('start')).toMatchObject({ code: 6, stdout: '' });
  expect(await record('rewind')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('start, stop, pause, resume'),
  });
  const drop = ['calls', 'drop', call, '--reason', 'the test is over'];
  expect(await run(drop)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') });
  expect(await run([...drop, '--yes', '--wait'])).toEqual({
    code: 0,
    stdout: `Call ${call} has ended.\n`,
    stderr: '',
  });
  expect(await run([...drop, '--yes'])).toMatchObject({ code: 6, stdout: '' });
});

test('a call is explained as by the API, the latest too, and the exit code says if it needs attention', async () => {
  const { sid } = (await stack.control.calls())[0]!;
  const { code, stdout } = await run(['explain', sid]);
  const text = await fetch(`${stack.api!.url}/api/calls/${sid}/explain?format=text`, { headers: { 'x-api-key': key } });
  expect({ code, stdout }).toEqual({ code: 0, stdout: await text.text() });
  expect(await json('explain', 'latest')).toMatchObject({ verdict: { state: 'complete' } });
  expect(await run(['explain', `CA${'0'.repeat(32)}`])).toMatchObject({ code: 5, stdout: '' });
});

test('a callback is shown with its fields, and as the same request', async () => {
  const { sid } = (await stack.control.calls())[0]!;
  const { data } = await json<List<{ id: string; call_sid: string }>>(
    'callbacks',
    'list',
    '--call',
    sid,
    '--type',
    'call-status',
  );
  expect(data.length).toBeGreaterThan(0);
  const { stdout } = await run(['callbacks', 'get', data[0]!.id]);
  expect(stdout).toContain(`  CallSid = ${sid}`);
  expect(stdout).toMatch(/^POST \/webhooks\/twilio\/voice-status/m);
  expect((await run(['callbacks', 'curl', data[0]!.id])).stdout).toMatch(/^curl /);
});

test('dead letters are found, replayed exactly as counted, and discarded with a reason', async () => {
  expect(await run(['dlq', 'list', '--check'])).toMatchObject({ code: 0, stderr: 'There is no dead letter.\n' });
  await storeDeadLetters({ stack }, { calls: [1, 2, 3], error: HELD });
  const found = await run(['dlq', 'list', '--check']);
  expect(found).toMatchObject({ code: 10, stdout: expect.stringMatching(/^GROUP +COUNT/) });
  const [group] = /^[0-9a-f]{16}/m.exec(found.stdout)!;
  expect((await run(['dlq', 'show', group])).stdout).toContain('Likely cause: ');
  const reason = ['--reason', 'the lock is gone'];
  expect(await run(['dlq', 'retry', group, ...reason, '--dry-run'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Would replay 3 callbacks of 3 calls /),
  });
  expect(await run(['dlq', 'retry', group, ...reason])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Pass --yes'),
  });
  expect(await run(['dlq', 'retry', group, ...reason, '--yes'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Operation \d+ is done\. Of 3: 3 succeeded, 0 failed/),
  });
  await storeDeadLetters({ stack }, { calls: Array.from({ length: 30 }, (_, n) => 10 + n), error: HELD });
  const slow = run(['dlq', 'retry', '--all', ...reason, '--rate', '1', '--canary', '0', '--yes']);
  await eventually(async () => {
    const [running] = await stack.query<{ id: string }>(`select id from operations where state = 'running'`);
    await post(`/api/operations/${running!.id}/cancel`);
    expect(running).toBeDefined();
  });
  expect(await slow).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^Operation \d+ is canceled: canceled by a person\. Of 30: /),
  });
  expect(await run(['dlq', 'discard', '--all', '--reason', 'of a test', '--yes'])).toMatchObject({ code: 0 });
  expect(await run(['dlq', 'list', '--check'])).toMatchObject({ code: 0 });
});

test('stored callbacks are replayed by id and by filter, and one that was applied is left alone', async () => {
  const stopped = () =>
    stack.query<{ id: string }>(
      `select id from twilio_webhook_inbox where processing_status = 'dead_letter' order by id`,
    );
  await storeDeadLetters({ stack }, { calls: [200, 201, 202], error: HELD });
  const [first, second, third] = (await stopped()).map(({ id }) => id);
  const why = ['--reason', 'the lock is gone'];
  expect(await run(['replay', first!, second!, ...why, '--yes'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Operation \d+ is done\. Of 2: 2 succeeded/),
  });
  expect(await stopped()).toEqual([{ id: third }]);
  expect(await run(['replay', first!, third!, ...why, '--yes'])).toEqual({
    code: 6,
    stdout: '',
    stderr: `Callback ${first} is completed: it was applied, and applying it again would change nothing.\n`,
  });
  expect(await run(['replay', '1', ...why])).toMatchObject({ code: 5, stdout: '' });
  expect(await run(['replay', third!, '--quarantined', ...why])).toMatchObject({ code: 6 });
  expect(await run(['replay', ...why])).toMatchObject({ code: 2, stderr: expect.stringContaining('--all') });
  expect(await run(['replay', '--since', '2026-01-01', '--type', 'call-status', ...why, '--dry-run'])).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^Would replay 1 callback of 1 call \(type: call-status; received after: 2026-01-01 /,
    ),
    stderr: '',
  });
  expect(await run(['replay', '--error', 'lock timeout', ...why, '--yes', '--no-wait'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Operation \d+ has begun/),
  });
  await eventually(async () => expect(await stopped()).toEqual([]));
});

test('a queue is paused with a reason that the list shows, and resumed', async () => {
  const pause = ['queues', 'pause', 'callbacks', '--reason', 'the CRM is being moved'];
  expect(await run(pause)).toMatchObject({ code: 0, stdout: 'Queue callbacks is paused.\n' });
  expect((await run(['queues', 'list'])).stdout).toMatch(/^callbacks +postgres +paused .*the CRM is being moved/m);
  expect(await run(['queues', 'resume', 'callbacks'])).toMatchObject({
    code: 0,
    stdout: 'Queue callbacks is running.\n',
  });
  expect(await run(['queues', 'resume', 'no-such'])).toMatchObject({ code: 5 });
});

test('an open gap is found, and ignored with a reason', async () => {
  expect(await run(['gaps', 'list', '--check'])).toMatchObject({ code: 0, stderr: 'No callback is missing.\n' });
  expect((await run(['gaps', 'list', '--state', 'healed'])).stderr).toBe('No gap matches.\n');
  const [gap] = await stack.query<{ id: string }>(
    `insert into callback_gaps (call_sid, missing, class, noticed_by) values ('CA${'9'.repeat(32)}', 'completed', 'unknown', 'reconcile_hot') returning id`,
  );
  expect(await run(['gaps', 'list', '--check'])).toMatchObject({
    code: 10,
    stdout: expect.stringContaining('completed'),
  });
  expect(await run(['gaps', 'ignore', gap!.id, '--reason', 'a test call'])).toMatchObject({ code: 0 });
  expect(await run(['gaps', 'list', '--check'])).toMatchObject({ code: 0 });
  expect(await json('gaps', 'list', '--state', 'ignored')).toMatchObject({ data: [{ ignore_reason: 'a test call' }] });
});

test('a siren is raised for a call, answered and closed, each by its own command', async () => {
  const { sid } = (await stack.control.calls())[0]!;
  const raised = await run(['sirens', 'raise', sid, '--reason', 'the caller is in danger']);
  expect(raised).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Siren \d+ is raised\.$/m) });
  const [id] = /\d+/.exec(raised.stdout)!;
  expect(await run(['sirens', 'list', '--check'])).toMatchObject({
    code: 10,
    stdout: expect.stringContaining('active'),
  });
  expect((await run(['sirens', 'acknowledge', id])).stdout).toBe(`Siren ${id} is acknowledged.\n`);
  expect((await run(['sirens', 'resolve', id, '--how', 'all is well'])).stdout).toBe(`Siren ${id} is resolved.\n`);
  expect(await run(['sirens', 'false-alarm', id, '--how', 'a slip'])).toMatchObject({ code: 6, stdout: '' });
  expect(await run(['sirens', 'list', '--check'])).toMatchObject({ code: 0, stderr: 'There is no open siren.\n' });
});

test('people and keys are managed from elsewhere in the words of the database', async () => {
  const place = ['--url', stack.api!.url, '--key', key];
  const remote = (...args: string[]) => run([...args, ...place], { TRUNKLINE_URL: '', TRUNKLINE_KEY: '' });
  const local = (...args: string[]) => runCli(args, { ...api(), DATABASE_URL: stack.databaseUrl });
  const created = await remote('users', 'create', 'ada', '--role', 'monitor', '--phone', '(508) 514-0320');
  expect(created).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Added ada as monitor with the id [0-9a-f-]{36}\.$/m),
  });
  const made = await remote('keys', 'create', 'ada', '--label', 'wallboard', '--scope', 'calls:read');
  expect(made).toMatchObject({ code: 0, stderr: 'Store this key now; it cannot be shown again.\n' });
  expect(await run(['calls', 'list', '--limit', '1', '--json'], { TRUNKLINE_KEY: made.stdout.trim() })).toMatchObject({
    code: 0,
  });
  for (const noun of ['users', 'keys']) {
    const listed = await remote(noun, 'list');
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining('ada') });
    expect(await local(noun, 'list')).toEqual({ ...listed, stderr: '' });
  }
  for (const [code, said, ...args] of [
    [6, 'already a person called ada', 'users', 'create', 'ada', '--role', 'reader'],
    [5, 'no person called unknown', 'users', 'deactivate', 'unknown'],
    [5, 'no person called unknown', 'keys', 'create', 'unknown', '--label', 'x'],
    [5, 'no active key 999', 'keys', 'revoke', '999'],
  ] as [number, string, ...string[]][])
    expect(await remote(...args)).toEqual({ code, stdout: '', stderr: expect.stringContaining(said) });
  const id = /^(\d+) .*wallboard/m.exec((await remote('keys', 'list')).stdout)![1]!;
  expect(await remote('keys', 'revoke', id)).toEqual({ code: 0, stdout: `Key ${id} is revoked.\n`, stderr: '' });
  expect(await remote('users', 'deactivate', 'ada')).toMatchObject({ code: 0 });
  expect((await local('users', 'list')).stdout).toMatch(/^ada +monitor +no /m);
});

test('question sets are checked as the API checks them, saved and shown; a campaign too', async () => {
  const save = (name: string, content: unknown) => writeFile(join(home, name), JSON.stringify(content));
  const questions = [
    { text: 'What did you build?' },
    { text: 'Why?', time_limit_seconds: 60, rubric: 'Names a reason' },
  ];
  await save('good.json', { title: 'Engineer', questions });
  await save('bad.json', { title: 'Engineer', questions: [{ text: 'Why?', time_limit_seconds: 1 }], mood: 'good' });
  const [good, bad] = [join(home, 'good.json'), join(home, 'bad.json')];
  expect(await run(['templates', 'lint', good])).toEqual({
    code: 0,
    stdout: `${good} can be saved: “Engineer”, en-US, 2 questions, answers of at most 180 s in all.\n`,
    stderr: '',
  });
  expect(await run(['templates', 'lint', bad])).toMatchObject({
    code: 10,
    stdout: expect.stringMatching(/^ {2}\/questions\/0\/time_limit_seconds {2}.*5[^]*mood/m),
  });
  expect(await run(['templates', 'lint', join(home, 'none.json')])).toMatchObject({ code: 2, stdout: '' });
  expect(await run(['templates', 'save', bad])).toMatchObject({ code: 2, stdout: '' });
  const saved = await run(['templates', 'save', good]);
  const id = /^Question set (\S+) is saved as version 1\.$/m.exec(saved.stdout)![1]!;
  expect((await run(['templates', 'list'])).stdout).toMatch(new RegExp(`^${id} +1 +Engineer +en-US +2 `, 'm'));
  expect((await run(['templates', 'get', id, '--of-version', '1'])).stdout).toMatch(
    /^2\. Why\? \(60 s\)\n {3}Rubric: Names a reason$/m,
  );
  expect(await run(['templates', 'get', id, '--of-version', '2'])).toMatchObject({ code: 5 });

  const create = ['campaigns', 'create', 'spring', '--name', 'Spring survey', '--language', 'de-DE'];
  expect(await run(create)).toEqual({ code: 0, stdout: 'Campaign spring is created.\n', stderr: '' });
  expect(await run(create)).toMatchObject({ code: 6, stderr: expect.stringContaining('campaigns change spring') });
  const changed = await run(['campaigns', 'change', 'spring', '--dialogue-url', 'https://example.com/dialogue']);
  expect(changed).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Name +Spring survey\nLanguage +de-DE\nDialogue +https:/m),
  });
  expect(await json('campaigns', 'list')).toMatchObject({
    data: expect.arrayContaining([expect.objectContaining({ id: 'spring', name: 'Spring survey' })]),
  });
  expect(await run(['campaigns', 'get', 'autumn'])).toMatchObject({ code: 5 });
});

test('an interview is requested, shown, and not scored before it took place', async () => {
  await writeFile(join(home, 'set.json'), JSON.stringify({ title: 'Engineer', questions: [{ text: 'Why?' }] }));
  const template = await json<{ job_description_id: string }>('templates', 'save', join(home, 'set.json'));
  await post('/api/candidates', { candidate_id: 1002, name: 'Robin', phone: '+15085140388' });
  const create = ['interviews', 'create', '1002', '--template', template.job_description_id];
  const { interview_id: id } = await json<{ interview_id: string }>(...create);
  expect((await run(['interviews', 'get', id])).stdout).toMatch(
    new RegExp(`^Interview ${id}: .*\nCandidate 1002, Robin\nEngineer, version 1: [01] of 1 questions answered$`, 'm'),
  );
  expect(await run(['interviews', 'results', id])).toMatchObject({ code: 6, stdout: '' });
  expect(await run(['interviews', 'create', '9', ...create.slice(3)])).toMatchObject({ code: 5, stdout: '' });
});

test('events are printed as they happen until Ctrl-C, and none is missing after a broken connection', async () => {
  await using gate = await openTcpGate(stack.api!.url);
  let child: ChildProcess | undefined;
  const NAMES = ['siren.raised', 'siren.acknowledged', 'siren.resolved'];
  const args = ['tail', '--type', 'siren.*', '--jsonl'];
  const env = { ...api(), TRUNKLINE_URL: gate.url, DATABASE_URL: '' };
  const ended = runCli(args, env, (started) => (child = started));
  using _child = { [Symbol.dispose]: () => void child!.kill('SIGKILL') };
  const lines: { event: string; id: string; data: { siren_id: string } }[] = [];
  let said = '';
  child!.stdout!.on('data', (text: string) => {
    for (const line of text.trim().split('\n')) lines.push(JSON.parse(line) as (typeof lines)[number]);
  });
  child!.stderr!.on('data', (text: string) => (said += text));
  const { sid } = (await stack.control.calls())[0]!;
  const raise = async () => /\d+/.exec((await run(['sirens', 'raise', sid, '--reason', 'a test'])).stdout)![0];
  const close = async (id: string) => {
    expect(await run(['sirens', 'acknowledge', id])).toMatchObject({ code: 0 });
    expect(await run(['sirens', 'resolve', id, '--how', 'a test'])).toMatchObject({ code: 0 });
  };
  const connected = async () => {
    const headers = { 'x-api-key': key };
    const stats = await fetch(`${stack.api!.url}/events/stats`, { headers });
    expect(await stats.json()).toMatchObject({ connected_clients: 1 });
  };
  await eventually(connected);
  const first = await raise();
  await close(first);
  await eventually(() => expect(lines.map(({ event }) => event)).toEqual(NAMES));
  await gate.shut();
  const second = await raise();
  await gate.open();
  await eventually(async () => expect(lines.map(({ data }) => data.siren_id)).toEqual([first, first, first, second]));
  child!.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130 });
  expect(said).toBe('The stream broke off. Connecting again.\nConnected again.\nSaw 4 events.\n');
  await close(second);
  expect(await run(['tail', '--type', 'no such'])).toMatchObject({ code: 2, stdout: '' });
  expect(await run(['tail'], { TRUNKLINE_KEY: 'wrong' })).toMatchObject({ code: 4, stdout: '' });
});

test('profiles keep URL and key in a file that only their person reads; a URL that is given never gets that key', async () => {
  const noTarget = { TRUNKLINE_URL: '', TRUNKLINE_KEY: '' };
  const set = ['config', 'set', 'mine', '--url', `${stack.api!.url}/`, '--key', key];
  expect(await run(set, noTarget)).toMatchObject({ code: 0 });
  expect((await stat(join(home, 'trunkline/profiles.json'))).mode & 0o777).toBe(0o600);
  expect(await run(['queues', 'list', '--profile', 'mine'], noTarget)).toMatchObject({ code: 0 });
  expect(await run(['queues', 'list', '--profile', 'yours'], noTarget)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('The profiles are: mine.'),
  });
  expect(await run(['config', 'use', 'mine'], noTarget)).toMatchObject({ code: 0 });
  expect(await run(['queues', 'list'], noTarget)).toMatchObject({ code: 0 });
  const listed = await run(['config', 'list'], noTarget);
  expect(listed.stdout).toMatch(/^\* +mine +http/m);
  expect(listed.stdout).not.toContain(key);
  const keys: (string | undefined)[] = [];
  await using other = await startFakeServer((request, response) => {
    keys.push(request.headers['x-api-key'] as string | undefined);
    response.end('hello');
  });
  expect(await run(['queues', 'list', '--url', other.url], noTarget)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("not as Trunkline's API does"),
  });
  expect(keys).toEqual([undefined]);
  expect(await run(['config', 'remove', 'mine'], noTarget)).toMatchObject({ code: 0 });
  expect(await run(['config', 'list'], noTarget)).toMatchObject({ code: 0, stdout: '' });
});

test('a key is not sent after a redirect', async () => {
  const seen: string[] = [];
  await using other = await startFakeServer((_request, response) => {
    seen.push('asked');
    response.end('{}');
  });
  await using first = await startFakeServer(
    (_request, response) => void response.writeHead(302, { location: other.url }).end(),
  );
  expect(await run(['queues', 'list', '--url', first.url])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`leads to ${other.url}`),
  });
  expect(seen).toEqual([]);
});

test('after Ctrl-C an operation goes on, and the command says so', async () => {
  await storeDeadLetters({ stack }, { calls: Array.from({ length: 20 }, (_, n) => 100 + n), error: HELD });
  let child: ChildProcess | undefined;
  const args = ['dlq', 'retry', '--all', '--reason', 'slowly', '--rate', '1', '--canary', '0', '--yes'];
  const ended = runCli(args, { ...api(), DATABASE_URL: '' }, (started) => (child = started));
  const running = `select id from operations where state = 'running'`;
  await eventually(async () => expect(await stack.query(running)).toHaveLength(1));
  child!.kill('SIGINT');
  expect(await ended).toMatchObject({
    code: 130,
    stdout: '',
    stderr: expect.stringMatching(/Operation \d+ goes on\.|The operation may have begun\./), // without an answer yet
  });
  expect(await stack.query(running)).toHaveLength(1);
});

test.each([
  ['no key', { TRUNKLINE_KEY: '' }, 4, '--key'],
  ['a wrong key', { TRUNKLINE_KEY: 'wrong' }, 4, 'npx trunkline keys create'],
  ['nothing at the URL', { TRUNKLINE_URL: 'http://127.0.0.1:9' }, 8, 'does not answer'],
  ['no URL', { TRUNKLINE_URL: 'calls.example.com' }, 2, 'such as https://'],
])('%s ends with its own code and the remedy', async (_, env, code, remedy) => {
  expect(await run(['queues', 'list'], env as Record<string, string>)).toMatchObject({
    code,
    stdout: '',
    stderr: expect.stringContaining(remedy),
  });
});
