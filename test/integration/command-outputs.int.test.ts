import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ABSENT, makeObjects, type Objects } from '../proofs/policy/make-objects.ts';
import { openProof, type Proof } from '../proofs/policy/open-proof.ts';
import { partiesOf } from '../proofs/policy/people.ts';
import { readGolden, steady } from '../support/docs/golden.ts';
import { runCli } from '../support/processes/run-cli.ts';

let proof: Proof;
let home: string;
let key: string;
let made: Objects;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trunkline-home-'));
  proof = await openProof(process.env['DATABASE_URL']!);
  made = await makeObjects(proof.owner.pool, partiesOf(proof.people).own);
  key = (await runCli(['keys', 'create', 'superadmin', '--label', 'a test'])).stdout.trim();
});
afterAll(async () => {
  await proof?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

/** As a terminal shows it: the command, what it prints on each stream, and how it ends. */
async function show(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, {
    DATABASE_URL: '',
    XDG_CONFIG_HOME: home,
    TRUNKLINE_URL: proof.urls.both,
    TRUNKLINE_KEY: key,
    TZ: 'UTC',
  });
  const errors = stderr && `--- stderr\n${stderr}`;
  return steady(`$ npx trunkline ${args.join(' ')}\n${stdout}${errors}--- exit ${code}\n\n`);
}

/** Writes a file that a command reads; returns its path. */
function template(name: string, content: object): string {
  const path = join(home, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** A command as text, and as JSON. */
const both = (...args: string[]): string[][] => [args, [...args, '--json']];

/** Of a command that works on the database unless a URL is given. */
const atApi = (args: string[]): string[] => [...args, '--url', proof.urls.both];

/**
 * By the file of their outputs. What changes something comes after what shows it. Explain, doctor, what trigger plays and the
 * commands of this machine have tests of their own.
 */
const COMMANDS: Record<string, () => string[][]> = {
  status: () => both('status'),
  calls: () => [
    ...both('calls', 'list'),
    ['calls', 'list', '--status', 'completed', '--jsonl'],
    ['calls', 'list', '--number', '+15550000000'],
    ['calls', 'list', '--status', 'ringed'],
    ...both('calls', 'get', made.callSid),
    ['calls', 'get', ABSENT.callSid],
    ['calls', 'record', made.callSid, 'pause', '--wait'],
    ['calls', 'record', made.callSid, 'sing'],
    ['calls', 'drop', made.quiet],
    ['calls', 'drop', made.quiet, '--reason', 'a test'],
    ['calls', 'drop', made.quiet, '--reason', 'a test', '--yes'],
    ['calls', 'drop', made.endedSid, '--reason', 'a test', '--yes'],
  ],
  callbacks: () => [
    ...both('callbacks', 'list'),
    ['callbacks', 'list', '--state', 'applied'],
    ...both('callbacks', 'get', made.inbox),
    ['callbacks', 'curl', made.inbox],
    ['callbacks', 'get', ABSENT.inbox],
  ],
  sirens: () => [
    ...both('sirens', 'list'),
    ['sirens', 'list', '--check'],
    ['sirens', 'raise', made.callSid, '--type', 'emergency', '--reason', 'the caller is in danger'],
    ['sirens', 'acknowledge', made.clientSiren],
    ['sirens', 'resolve', made.clientSiren, '--how', 'called back; the caller is safe'],
    ['sirens', 'resolve', made.clientSiren, '--how', 'again'],
    ['sirens', 'false-alarm', made.readerSiren, '--how', 'a slip', '--json'],
  ],
  gaps: () => [
    ...both('gaps', 'list'),
    ['gaps', 'list', '--check'],
    ['gaps', 'list', '--state', 'healed'],
    ['gaps', 'ignore', made.gap, '--reason', 'a test call of ours'],
    ['gaps', 'heal', ABSENT.gap],
  ],
  dlq: () => [
    ...both('dlq', 'list'),
    ['dlq', 'list', '--check'],
    ...both('dlq', 'show', made.fingerprint),
    ['dlq', 'show', ABSENT.fingerprint],
    ['dlq', 'retry', made.fingerprint, '--reason', 'the lock is gone', '--dry-run'],
    ['dlq', 'discard', made.fingerprint, '--reason', 'not ours', '--yes', '--no-wait'],
  ],
  replay: () => [
    ['replay', made.inbox, '--reason', 'the field is read now', '--dry-run'],
    ['replay', '--call', ABSENT.callSid, '--reason', 'the field is read now', '--dry-run'],
    ['replay', made.inbox],
  ],
  queues: () => [
    ...both('queues', 'list'),
    ['queues', 'pause', 'callbacks', '--reason', 'the CRM is being moved'],
    ['queues', 'resume', 'callbacks'],
    ['queues', 'pause', 'teas', '--reason', 'a test'],
  ],
  interviews: () => [
    ...both('interviews', 'list'),
    ...both('interviews', 'get', made.interview),
    ...both('interviews', 'results', made.interview),
    ['interviews', 'get', ABSENT.interview],
    ['interviews', 'create', '1002'],
  ],
  templates: () => [
    ...both('templates', 'list'),
    ...both('templates', 'get', made.template),
    ['templates', 'lint', template('engineer.json', { title: 'Engineer', questions: [] })],
    ['templates', 'lint', join(home, 'absent.json')],
  ],
  campaigns: () => [
    ...both('campaigns', 'list'),
    ...both('campaigns', 'get', made.campaign),
    ['campaigns', 'create', 'spring-survey', '--name', 'Spring survey'],
    ['campaigns', 'create', 'spring-survey', '--name', 'Spring survey'],
    ['campaigns', 'change', 'spring-survey', '--language', 'de-DE'],
  ],
  users: () =>
    [
      ['users', 'list'],
      ['users', 'create', 'grace', '--role', 'monitor'],
      ['users', 'create', 'grace', '--role', 'monitor'],
      ['users', 'create', 'ada', '--role', 'queen'],
      ['users', 'deactivate', 'grace'],
      ['users', 'deactivate', 'linus'],
    ].map(atApi),
  keys: () =>
    [
      ['keys', 'create', 'monitor', '--label', 'wallboard', '--scope', 'calls:read'],
      ['keys', 'create', 'monitor', '--label', 'wallboard', '--scope', 'teas:read'],
      ['keys', 'revoke', made.key],
      ['keys', 'revoke', ABSENT.key],
      ['keys', 'list'],
    ].map(atApi),
  trigger: () => [
    ['trigger', 'list'],
    ['trigger', 'call', 'bussy'],
  ],
  config: () => [
    ['config', 'set', 'production', '--url', 'https://calls.example.com', '--key', 'tk_secret'],
    ['config', 'list'],
    ['config', 'use', 'staging'],
    ['config', 'use', '--none'],
  ],
  completion: () => [['completion', 'csh']],
  errors: () => [
    ['sirens', 'lst'],
    ['cals'],
    ['calls', 'list', '--stauts', 'busy'],
    ['calls', 'get'],
    ['calls', 'list', '--url', 'http://127.0.0.1:9'],
    ['calls', 'list', '--url', 'calls.example.com'],
    ['calls', 'list', '--key', 'tk_unknown'],
    ['calls', 'list', '--profile', 'nowhere'],
    ['calls', 'list', '--limit', 'many'],
    ['--version'],
  ],
};

test.each(Object.keys(COMMANDS))('%s prints what test/golden has', async (name) => {
  let text = '';
  for (const args of COMMANDS[name]!()) text += await show(args);
  expect(text).toBe(await readGolden(`${name}.txt`, text));
});
