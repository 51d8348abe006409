import { beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';

/** The rules of ours that lint reports, by the name of a source; all are files of one service, linted at once. */
function lint(sources: Readonly<Record<string, string>>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-lint-'));
  try {
    for (const name of ['oxlint.config.ts', 'tsconfig.json', 'package.json', 'lint/background-work.ts']) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      copyFileSync(join(CHECKOUT, name), join(folder, name));
    }
    symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, SOURCES), { recursive: true });
    const names = Object.keys(sources);
    const pathOf = (n: number) => `${SOURCES}/sample-${n}.ts`;
    names.forEach((name, n) => writeFileSync(join(folder, pathOf(n)), sources[name]!));
    const oxlint = join(CHECKOUT, 'node_modules/oxlint/bin/oxlint');
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--format', 'json', SOURCES], options);
    const diagnostics = readJson(stdout, stderr).diagnostics.filter(({ code }) => OURS.has(code));
    const rulesOf = (n: number) => diagnostics.filter(({ filename }) => filename === pathOf(n)).map(({ code }) => code);
    return new Map(names.map((name, n) => [name, [...new Set(rulesOf(n))]]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Report = { diagnostics: { code: string; filename: string }[] };

function readJson(stdout: string, stderr: string): Report {
  try {
    return JSON.parse(stdout) as Report;
  } catch (cause) {
    throw new Error(`oxlint wrote no JSON:\n${stdout}\n${stderr}`, { cause });
  }
}

const SOURCES = 'apps/ingest/src';
const [UNOWNED, FLOATING, MISUSED, TIMER] = [
  'background-work(no-unowned-promise)',
  'typescript(no-floating-promises)',
  'typescript(no-misused-promises)',
  'eslint(no-restricted-globals)',
];
const OURS = new Set([UNOWNED, FLOATING, MISUSED, TIMER]);
const WORK = 'async function flush(): Promise<void> { await Promise.resolve(); }\n';

const REFUSED: readonly [name: string, source: string, rules: string[]][] = [
  ['a call that nothing awaits', 'export const go = () => { flush(); };', [FLOATING]],
  ['a call that void hides', 'export const go = () => { void flush(); };', [FLOATING]],
  ['a then without a handler of errors', 'export const go = () => { flush().then(() => {}); };', [FLOATING]],
  ['an async function called at once', 'export const go = () => { void (async () => flush())(); };', [FLOATING]],
  ['an async callback of a timer', 'setTimeout(async () => { await flush(); }, 1);', [MISUSED]],
  ['an interval', 'setInterval(() => {}, 1);', [TIMER]],
  ['an async listener', "process.on('SIGHUP', async () => { await flush(); });", [MISUSED]],
  [
    'a flush that is kept for later calls',
    'let running: Promise<void> | undefined;\nexport const go = () => { running ??= flush(); };\nexport const end = () => running;',
    [UNOWNED],
  ],
  [
    'the same with finally, which handles nothing',
    'let running: Promise<void> | undefined;\nexport const go = () => { running = flush().finally(() => {}); };\nexport const end = () => running;',
    [UNOWNED],
  ],
  [
    'a loop that begins at once',
    'export function start() { const running = flush(); return { stop: async () => { await running; } }; }',
    [UNOWNED],
  ],
  [
    'an async function at once, kept',
    'export function start() { const running = (async () => { await flush(); })(); return { stop: () => running }; }',
    [UNOWNED],
  ],
  [
    'a method',
    'export class Worker { running?: Promise<void>; go() { this.running = this.flush(); } async flush() { await flush(); } }',
    [UNOWNED],
  ],
];

const ALLOWED: readonly [name: string, source: string][] = [
  ['what is awaited', 'export const go = async () => { await flush(); };'],
  ['what is handled', 'export const go = () => { flush().catch((error: unknown) => console.error(error)); };'],
  [
    'what is kept and handled',
    'let running: Promise<void> | undefined;\nexport const go = () => { running ??= flush().catch(() => {}); };\nexport const end = () => running;',
  ],
  [
    'what is opened once and returned',
    'let opened: Promise<void> | undefined;\nexport const open = () => (opened ??= flush());',
  ],
  [
    'several at once',
    'export const go = async () => { const first = flush(); const second = flush(); await Promise.all([first, second]); };',
  ],
];

let reported: Map<string, string[]>;
beforeAll(() => {
  const samples = [...REFUSED, ...ALLOWED].map(([name, source]) => [name, WORK + source]);
  reported = lint(Object.fromEntries(samples) as Record<string, string>);
});

test.each(REFUSED)('lint refuses %s', (name, _source, rules) => expect(reported.get(name)).toEqual(rules));
test.each(ALLOWED)('lint allows %s', (name) => expect(reported.get(name)).toEqual([]));
