/** `npm run bench:commands`: how long the command `trunkline` takes from its start to its end, in turns with an empty Node. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';

const options = readOptions('commands', { rounds: [10, 'times that each command is started'] });

const TRUNKLINE = fileURLToPath(new URL('../apps/cli/src/trunkline.js', import.meta.url));
const NOWHERE = ['--url', 'http://127.0.0.1:9'];
/** By the name of the figure; the exit code shows that the command did what is measured. */
const COMMANDS: Readonly<Record<string, { args: readonly string[]; exit: number }>> = {
  node_ms: { args: ['-e', ''], exit: 0 },
  help_ms: { args: [TRUNKLINE, '--help'], exit: 0 },
  completion_ms: { args: [TRUNKLINE, 'complete', '--', 'dlq', ''], exit: 0 },
  list_ms: { args: [TRUNKLINE, 'calls', 'list', ...NOWHERE], exit: 8 },
  explain_ms: { args: [TRUNKLINE, 'explain', 'latest', ...NOWHERE], exit: 8 },
  rebuild_help_ms: { args: [TRUNKLINE, 'rebuild', '--help'], exit: 0 },
};

const times = new Map<string, number[]>(Object.keys(COMMANDS).map((name) => [name, []]));
for (let turn = 0; turn <= options.rounds; turn++)
  for (const [name, { args, exit }] of Object.entries(COMMANDS)) {
    const took = start(args, exit);
    if (turn > 0) times.get(name)!.push(took); // the first round fills the cache of compiled code
  }
const summary = {
  bench: 'commands',
  ...Object.fromEntries([...times].map(([name, all]) => [name, round(median(all), 0)])),
};
recordRun('commands', options, [summary]);
console.log(JSON.stringify(summary));

/** Milliseconds from the start to the end of a command. */
function start(args: readonly string[], exit: number): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const took = performance.now() - began;
  if (status !== exit)
    throw new Error(`trunkline ${args.slice(1).join(' ')} ended with ${status}: ${stderr.toString()}`);
  return took;
}
