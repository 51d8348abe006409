import type { Database } from '@trunkline/db/connection';
import type { CallIntent } from '@trunkline/db/dialing';
import type { SimulatorControl } from '../../support/twilio/simulator-control.ts';

export type DialerFindings = {
  intents: number;
  states: Record<string, number>;
  /** How intents in `submission_unknown` were resolved. */
  resolved: Record<string, number>;
  /** The most POSTs for one intent that may have placed a call: all but those answered 429. */
  posts_max_per_intent: number;
  calls_max_per_intent: number;
  posts: number;
  posts_answered_429: number;
  faults: Record<string, number>;
  unresolved: number;
  /** Intents whose row contradicts the simulator. */
  wrong: number;
  examples: string[];
};

/** A `POST Calls` as the simulator saw it. */
type Post = {
  n: number;
  status: number | null;
  fault: string | null;
  status_callback: string;
  call_sid: string | null;
};
type Row = Pick<CallIntent, 'id' | 'state' | 'callSid' | 'evidence'>;

const UNFINISHED = ['queued', 'submitting', 'submission_unknown'];

/** Compares every intent with the requests that the simulator received and the calls that it placed. */
export async function checkIntents(db: Database, simulator: SimulatorControl): Promise<DialerFindings> {
  const posts = await simulator.list<Post>('posts');
  const byIntent = Map.groupBy(
    posts,
    ({ status_callback }) => new URL(status_callback).searchParams.get('intent_id') ?? '',
  );
  const sql = 'select id, state, call_sid as "callSid", evidence from call_intents';
  const { rows } = await db.pool.query<Row>(sql);
  const wrong = rows.flatMap((row) => contradiction(row, byIntent.get(row.id) ?? []) ?? []);
  const unknown = rows.filter(({ evidence }) => evidence.some(({ step }) => step === 'submission-unknown'));
  return {
    intents: rows.length,
    states: tally(rows.map(({ state }) => state)),
    resolved: tally(unknown.map(({ evidence }) => evidence.at(-1)!.step)),
    posts_max_per_intent: most(byIntent, ({ status }) => status !== 429),
    calls_max_per_intent: most(byIntent, ({ call_sid }) => call_sid !== null),
    posts: posts.length,
    posts_answered_429: posts.filter(({ status }) => status === 429).length,
    faults: tally(posts.flatMap(({ fault }) => fault ?? [])),
    unresolved: rows.filter(({ state }) => UNFINISHED.includes(state)).length,
    wrong: wrong.length,
    examples: wrong.slice(0, 10),
  };
}

/** A call that was placed must be in the row, and the row may name no other call. */
function contradiction({ id, state, callSid, evidence }: Row, posts: readonly Post[]): string | undefined {
  const made = posts.flatMap(({ call_sid }) => call_sid ?? [])[0] ?? null;
  if (made === callSid && (made !== null) === (state === 'submitted')) return undefined;
  return `${id} is ${state} with ${callSid ?? 'no call'}, but Twilio placed ${made ?? 'none'}: ${JSON.stringify(evidence)}`;
}

const most = (byIntent: ReadonlyMap<string, readonly Post[]>, counts: (post: Post) => boolean): number =>
  Math.max(0, ...[...byIntent.values()].map((posts) => posts.filter(counts).length));

const tally = (words: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, group]) => [word, group.length]));
