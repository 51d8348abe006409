/**
 * `npm run canary`: names, numbers, secrets and words that there are nowhere else go through every flow of the system, once
 * with the queues in Redis and once in Postgres; then logs, queues, the board, metrics, refusals and the audit are searched
 * for them. Ends with 1 where one is found, or where one that was put there on purpose is not.
 */
import type { Backend } from '../../support/processes/stack.ts';
import { makeCanaries } from './canaries.ts';
import { findHits, isToldBack } from './find-hits.ts';
import { findUnseen } from './find-unseen.ts';
import { openCanaryStack } from './open-stack.ts';
import { plant } from './plant.ts';
import { playFlows } from './play-flows.ts';
import { readPlaces } from './read-places.ts';

let faults = 0;
for (const backend of ['redis', 'postgres'] as const) faults += await search(backend);
process.exitCode = faults > 0 ? 1 : 0;

/** Returns how much is wrong. */
async function search(backend: Backend): Promise<number> {
  const canaries = makeCanaries();
  await using stack = await openCanaryStack(backend, canaries);
  const learned = await playFlows(stack, canaries);
  const places = await readPlaces(stack, canaries, learned);
  const all = new Map([...Object.entries(canaries), ...learned.secrets]);
  const found = findHits(places, all);
  const hits = found.filter((hit) => !isToldBack(hit));
  console.log(`queues in ${backend}: ${all.size} canaries`);
  for (const { name, text } of places) console.log(`  ${name.padEnd(32)}${Buffer.byteLength(text)} bytes`);
  for (const { canary, place, around } of hits) console.log(`  HIT ${canary} in ${place}: …${around}…`);
  const unseen = await findUnseen(stack.db, canaries);
  for (const name of unseen) console.log(`  ${name} never came in: the flow that brings it is broken`);

  const planted = `canary-planted-${Date.now()}`;
  const into = await plant(stack, planted);
  const now = findHits(await readPlaces(stack, canaries, learned), new Map([['planted', planted]]));
  const missed = into.filter((place) => !now.some((hit) => hit.place === place));
  for (const place of missed) console.log(`  what was planted in ${place} was not found`);
  console.log(`  hits: ${hits.length}; values told back to who sent them: ${found.length - hits.length}`);
  console.log(`  planted: ${into.length}, found: ${into.length - missed.length}`);
  return hits.length + unseen.length + missed.length;
}
