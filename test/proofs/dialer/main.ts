/**
 * `npm run chaos:dialer`: calls are placed while dialers are killed and frozen, Twilio loses its answers or is unreachable,
 * and half of all callbacks never come. Then every intent is compared with the requests that the simulator received. Exit
 * code 1: an intent was requested twice, is unresolved, or contradicts the simulator.
 */
import { unscoped } from '@trunkline/db/connection';
import { createCallIntent, NO_CAPS } from '@trunkline/db/dialing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import { eventually } from '../../support/eventually.ts';
import { seededRandom, type Random } from '../chaos/random.ts';
import { checkIntents } from './check-intents.ts';
import { startDialerStack, type DialerStack } from './stack.ts';

const options = readOptions('dialer', {
  intents: [2000, 'calls to place'],
  perSecond: [60, 'calls placed per second'],
  lookSeconds: [60, 'seconds after which an unknown submission is looked for'],
  seed: [7, 'decides the faults'],
});
const { intents, seed } = options;

/** Shares of all requests. A client cannot know that a request answered 503 placed no call, or that one answered by a broken connection did. */
const FAULTS = { tooMany: 0.1, serverError: 0.05, hang: 0.01, postLost: 0.1, postRefused: 0.1 };
const NO_FAULTS = { tooMany: 0, serverError: 0, hang: 0, postLost: 0, postRefused: 0 };
/** Each n-th intent has a number that Twilio refuses. */
const REFUSED_EVERY = 100;
const SETTLE_WITHIN_MS = 300_000;
const OPEN = ['queued', 'submitting', 'submission_unknown'];

await using stack = await startDialerStack(options.perSecond, options.lookSeconds);
await stack.control.send('PUT', 'rest-faults', { ...FAULTS, seed });
await createIntents(stack, intents);
console.log(`${intents} calls are queued; faults strike the dialers until all are submitted`);
const strikes = await strikeUntil(stack, seededRandom(seed), async () => (await count(stack, ['queued'])) === 0);
await stack.control.send('PUT', 'rest-faults', NO_FAULTS);
console.log(`${strikes} faults; waiting until every call is resolved`);
await eventually(() => expectResolved(stack), { timeoutMs: SETTLE_WITHIN_MS, everyMs: 1000 }).catch(() => {}); // the check reports what is left
const { examples, ...findings } = await checkIntents(stack.db, stack.control);
for (const example of examples) console.log(`  ${example}`);
recordRun('dialer', options, [findings]);
console.log(JSON.stringify({ chaos_dialer: { ...findings, strikes, seed } }));
const { posts_max_per_intent, calls_max_per_intent, unresolved, wrong } = findings;
process.exitCode = posts_max_per_intent > 1 || calls_max_per_intent > 1 || unresolved + wrong > 0 ? 1 : 0;

/** Two intents per number, so that a lost call could be mistaken for the other one's. */
async function createIntents({ db, ingestUrl }: DialerStack, total: number): Promise<void> {
  for (let n = 0; n < total; n++) {
    await createCallIntent(
      unscoped(db),
      {
        id: randomUUID(),
        kind: 'candidate',
        candidateId: n,
        interviewId: null,
        toNumber: n % REFUSED_EVERY === 0 ? '+1' : `+1508${String(5_140_000 + Math.floor(n / 2))}`,
        fromNumber: '+16175006181',
        voiceUrl: `${ingestUrl}/voice?candidate_id=${n}`,
        statusUrl: `${ingestUrl}/twilio-status?candidate_id=${n}`,
      },
      NO_CAPS,
    );
  }
}

async function count({ db }: DialerStack, states: readonly string[]): Promise<number> {
  return (await db.pool.query('select from call_intents where state = any($1)', [states])).rowCount ?? 0;
}

async function expectResolved(running: DialerStack): Promise<void> {
  const left = await count(running, OPEN);
  if (left > 0) throw new Error(`${left} calls are unresolved`);
}

/** Kills or freezes a dialer, or cuts the connection to Twilio, again and again; returns how often. */
async function strikeUntil(running: DialerStack, random: Random, isOver: () => Promise<boolean>): Promise<number> {
  let struck = 0;
  for (; !(await isOver()); struck++) {
    const dialer = random.pick(running.dialers);
    const fault = random.pick(['kill', 'kill', 'kill', 'freeze', 'disconnect']);
    if (fault === 'disconnect') await running.gate.shut();
    else await dialer.kill(fault === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    await delay(random.between(300, fault === 'freeze' ? 8000 : 1500));
    if (fault === 'disconnect') await running.gate.open();
    else if (fault === 'freeze') await dialer.kill('SIGCONT');
    else await dialer.restart();
    await delay(random.between(500, 2000));
  }
  return struck;
}
