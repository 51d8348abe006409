/**
 * `npm run chaos:dialer`: calls are wished for while dialers are killed and frozen, Twilio loses its answers or is not
 * there, and half of all callbacks never come. Afterwards every wish is compared with what Twilio was asked. Exits 1
 * if one was asked for twice, is unresolved, or says something else than happened.
 */
import { unscoped } from '@trunkline/db/connection';
import { createCallIntent } from '@trunkline/db/dialing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom, type Random } from '../chaos/random.ts';
import { eventually } from '../../support/eventually.ts';
import { judgeDialing } from './judge.ts';
import { startDialerStack, type DialerStack } from './stack.ts';

const { values } = parseArgs({
  options: {
    intents: { type: 'string', default: '2000' },
    'per-second': { type: 'string', default: '60' },
    'look-seconds': { type: 'string', default: '60' },
    seed: { type: 'string', default: '7' },
  },
});
const [intents, seed] = [Number(values.intents), Number(values.seed)];

/** Shares of all requests; 503 is one that Twilio did not obey, which nobody can know. */
const FAULTS = { tooMany: 0.1, serverError: 0.05, hang: 0.01, postLost: 0.1, postRefused: 0.1 };
const HEALTHY = { tooMany: 0, serverError: 0, hang: 0, postLost: 0, postRefused: 0 };
/** One in so many has a number that Twilio refuses. */
const REFUSED_EVERY = 100;
const SETTLE_WITHIN_MS = 300_000;

await using stack = await startDialerStack(Number(values['per-second']), Number(values['look-seconds']));
await setFaults({ ...FAULTS, seed });
await wishFor(stack, intents);
console.log(`${intents} calls are wished for; the dialers are struck until Twilio was asked for all of them`);
const struck = await strikeUntil(stack, seededRandom(seed), () => isAsked(stack));
await setFaults(HEALTHY);
console.log(`struck ${struck} times; waiting until it is known what became of every call`);
await eventually(() => isSettled(stack), { timeoutMs: SETTLE_WITHIN_MS, everyMs: 1000 }).catch(() => {}); // the judge says what is left
const { examples, ...findings } = await judgeDialing(stack.db, stack.simulator.url);
for (const example of examples) console.log(`  ${example}`);
console.log(JSON.stringify({ chaos_dialer: { ...findings, strikes: struck, seed } }));
const { posts_max_per_intent, calls_max_per_intent, unresolved, wrong } = findings;
process.exitCode = posts_max_per_intent > 1 || calls_max_per_intent > 1 || unresolved + wrong > 0 ? 1 : 0;

async function setFaults(faults: object): Promise<void> {
  const response = await fetch(`${stack.simulator.url}/simulator/rest-faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(`the faults were not taken: ${await response.text()}`);
}

/** Two wishes for every number, so that a lost call could be taken for the other one's. */
async function wishFor({ db, ingestUrl }: DialerStack, wishes: number): Promise<void> {
  for (let n = 0; n < wishes; n++) {
    const id = randomUUID();
    await createCallIntent(unscoped(db), {
      id,
      kind: 'candidate',
      candidateId: n,
      interviewId: null,
      toNumber: n % REFUSED_EVERY === 0 ? '+1' : `+1508${String(5_140_000 + Math.floor(n / 2))}`,
      fromNumber: '+16175006181',
      voiceUrl: `${ingestUrl}/voice?candidate_id=${n}`,
      statusUrl: `${ingestUrl}/twilio-status?candidate_id=${n}`,
    });
  }
}

async function count({ db }: DialerStack, states: readonly string[]): Promise<number> {
  return (await db.pool.query('select from call_intents where state = any($1)', [states])).rowCount ?? 0;
}

async function isAsked(running: DialerStack): Promise<boolean> {
  return (await count(running, ['queued'])) === 0;
}

async function isSettled(running: DialerStack): Promise<void> {
  const left = await count(running, ['queued', 'submitting', 'submission_unknown']);
  if (left > 0) throw new Error(`${left} are unresolved`);
}

async function strikeUntil(running: DialerStack, random: Random, isOver: () => Promise<boolean>): Promise<number> {
  let strikes = 0;
  for (; !(await isOver()); strikes++) {
    const dialer = random.pick(running.dialers);
    const blow = random.pick(['kill', 'kill', 'kill', 'freeze', 'unplug']);
    if (blow === 'unplug') await running.gate.shut();
    else await dialer.kill(blow === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    await delay(random.between(300, blow === 'freeze' ? 8000 : 1500));
    if (blow === 'unplug') await running.gate.open();
    else if (blow === 'freeze') await dialer.kill('SIGCONT');
    else await dialer.restart();
    await delay(random.between(500, 2000));
  }
  return strikes;
}
