/**
 * `npm run canary`: names, numbers, secrets and texts that exist nowhere else go through every flow of the system, once
 * with the queues in Redis and once in Postgres; then logs, queues, the board, metrics, refusals and the audit are searched
 * for them. Exit code 1: one was found, one did not arrive where it belongs, or one planted on purpose was not found.
 */
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import type { Backend } from '../../support/processes/stack.ts';
import { makeCanaries } from './canaries.ts';
import { findAbsent } from './find-absent.ts';
import { findHits, isEcho } from './find-hits.ts';
import { openCanaryStack } from './open-stack.ts';
import { plant } from './plant.ts';
import { playFlows } from './play-flows.ts';
import { readPlaces } from './read-places.ts';

const options = readOptions('canary', {});
const results = [await search('redis'), await search('postgres')];
recordRun('canary', options, results);
for (const canary of results) console.log(JSON.stringify({ canary }));
const isClean = results.every(({ hits, absent, planted, found }) => hits + absent === 0 && found === planted);
process.exitCode = isClean ? 0 : 1;

async function search(backend: Backend) {
  const canaries = makeCanaries();
  await using stack = await openCanaryStack(backend, canaries);
  const collected = await playFlows(stack, canaries);
  const places = await readPlaces(stack, canaries, collected);
  const all = new Map([...Object.entries(canaries), ...collected.secrets]);
  const found = findHits(places, all);
  const hits = found.filter((hit) => !isEcho(hit));
  console.log(`queues in ${backend}: ${all.size} canaries`);
  for (const { name, text } of places) console.log(`  ${name.padEnd(32)}${Buffer.byteLength(text)} bytes`);
  for (const { canary, place, around } of hits) console.log(`  HIT ${canary} in ${place}: …${around}…`);
  const absent = await findAbsent(stack.db, canaries);
  for (const name of absent) console.log(`  ${name} is missing: the flow that should store it is broken`);

  const planted = `canary-planted-${Date.now()}`;
  const into = await plant(stack, planted);
  const plantedHits = findHits(await readPlaces(stack, canaries, collected), new Map([['planted', planted]]));
  const missed = into.filter((place) => !plantedHits.some((hit) => hit.place === place));
  for (const place of missed) console.log(`  the canary planted in ${place} was not found`);
  console.log(`  hits: ${hits.length}; values quoted to their sender: ${found.length - hits.length}`);
  console.log(`  planted: ${into.length}, found: ${into.length - missed.length}`);
  return {
    backend,
    canaries: all.size,
    hits: hits.length,
    absent: absent.length,
    planted: into.length,
    found: into.length - missed.length,
  };
}
