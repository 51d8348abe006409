/**
 * `npm run bench:connections`: signed callbacks at a steady rate to ingest, by turns alone and with idle and slow
 * connections of strangers. Prints the times of the answers, and how many connections strangers could hold.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startApp } from '../test/support/processes/processes.ts';
import type { LoadResult } from './load.ts';
import { openBench } from './open-bench.ts';
import { round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';

const options = readOptions('connections', {
  idle: [10_000, 'connections that never send'],
  slow: [1000, 'connections that send byte by byte'],
  rate: [100, 'callbacks per second'],
  seconds: [15, 'length of each run'],
  rounds: [2, 'runs of each kind'],
});

await using bench = await openBench();
await using ingest = await startApp('ingest', { env: { ...bench.env, SPOOL: 'off' } });
const port = Number(new URL(ingest.url).port);
const run = () => bench.load.run({ port, seconds: options.seconds, connections: 8, perSecond: options.rate });

const rows: { alone: LoadResult; beside: LoadResult; open: number; closed: number }[] = [];
for (let n = 0; n < options.rounds; n++) {
  const alone = await run();
  using strangers = startStrangers(options.idle, options.slow);
  await strangers.untilAllWereOpened();
  const beside = await run();
  const [open, { closed }] = [countConnections(port), strangers.state()];
  rows.push({ alone, beside, open, closed });
  console.table({ alone, beside: { ...beside, open, closed } });
}
const worst = (of: 'alone' | 'beside') => Math.max(...rows.map((row) => row[of].p99));
const figures = {
  p99_ms: round(worst('beside'), 1),
  p99_alone_ms: round(worst('alone'), 1),
  refused: rows.reduce((sum, { beside }) => sum + beside.refused, 0),
  open_at_most: Math.max(...rows.map(({ open }) => open)),
};
recordRun('connections', options, [figures]);
console.log(JSON.stringify({ bench: 'connections', ...figures }));

/** Established connections to a port of 127.0.0.1; Linux only. */
function countConnections(to: number): number {
  const local = `0100007F:${to.toString(16).toUpperCase().padStart(4, '0')}`;
  const all = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return all.filter((row) => {
    const [, at, , state] = row.trim().split(/\s+/);
    return at === local && state === '01';
  }).length;
}

function startStrangers(idle: number, slow: number) {
  const child = fork(new URL('servers/hostile-clients.ts', import.meta.url), [port, idle, slow].map(String));
  let last = { open: 0, closed: 0 };
  child.on('message', (message: typeof last) => (last = message));
  return {
    state: () => last,
    /** Until each was open at least once: the server may hold fewer at a time. */
    async untilAllWereOpened(): Promise<void> {
      while (last.open + last.closed < idle + slow) await once(child, 'message');
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}
