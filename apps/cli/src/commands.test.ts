import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { runCli, type CliRun } from '../../../test/support/processes/run-cli.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './invocation.ts';

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> =>
  runCli(args, { ...env, COLUMNS: '200' });

test('the help names every command with its summary, under its group', async () => {
  const { code, stdout } = await run(['--help']);
  expect(code).toBe(EXIT.ok);
  for (const { name, group, summary } of COMMANDS) {
    const section = stdout.split(`\n${group}:\n`)[1]!.split('\n\n')[0]!.replaceAll(/\s+/g, ' ');
    expect(section).toContain(`${name} ${summary}`);
  }
});

test('`help` of a command is its help', async () => {
  const [byOption, byCommand] = await Promise.all([run(['keys', '--help']), run(['help', 'keys'])]);
  expect(byCommand).toEqual(byOption);
});

test.each([
  [['exlpain'], 'Did you mean explain?'],
  [['explain', '--jsn', 'CA0'], 'Did you mean --json?'],
  [['explain'], "missing required argument 'sid'"],
  [[], 'Usage: trunkline'],
])('%j is wrong usage', async (args, message) => {
  expect(await run(args)).toMatchObject({ code: EXIT.usage, stdout: '', stderr: expect.stringContaining(message) });
});

test.each([
  [['d'], ['demo', 'demo-interview', 'disconnect', 'dlq', 'doctor']],
  [['dlq', 'r'], ['retry']],
  [
    ['gaps', 'list', '--c'],
    ['--class', '--call', '--check'],
  ],
  [
    ['completion', ''],
    ['zsh', 'bash', 'fish', 'powershell'],
  ],
  [['no-such', ''], []],
])('completion offers the words that can follow %j', async (words, choices) => {
  const { code, stdout } = await run(['complete', '--', ...words]);
  const offered = stdout.split('\n').filter((line) => line && !line.startsWith(':'));
  expect({ code, offered: offered.map((line) => line.split('\t')[0]!).toSorted() }).toEqual({
    code: EXIT.ok,
    offered: choices.toSorted(),
  });
});

test.each(['bash', 'zsh', 'fish'])('the script for %s calls trunkline for completions', async (shell) => {
  const { code, stdout } = await run(['completion', shell]);
  expect(code).toBe(EXIT.ok);
  expect(stdout).toMatch(/\btrunkline complete -- /);
});

test('a wrong variable is named', async () => {
  const ended = await run(['users', 'list'], { API_PORT: 'none' });
  expect(ended).toMatchObject({ code: EXIT.config, stdout: '', stderr: expect.stringContaining('API_PORT') });
});

test.each(COMMANDS.map(({ name, load }) => [name, load] as const))(
  '%s adds its options to the command that it is given, and has examples',
  async (name, load) => {
    const command = new Command(name);
    const build = await load();
    expect(build({ command, signal: new AbortController().signal, end: () => {} })).toBe(command);
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toContain(`npx trunkline ${name}`);
  },
);
