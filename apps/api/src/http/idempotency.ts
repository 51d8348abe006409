import { withActor, type Database, type Queryable } from '@trunkline/db/connection';
import { createHash } from 'node:crypto';
import { Problem } from './problem.ts';
import type { Answer, Route, RouteContext } from './route.ts';

const KEY = /^[\x21-\x7e]{8,200}$/;

/**
 * Handles a request with an Idempotency-Key once. A repeated request gets the stored answer, a concurrent one a 409, and
 * another request under the same key a 422. Without the header nothing is stored.
 */
export async function handleIdempotently(db: Database, route: Route, context: RouteContext): Promise<Answer> {
  const key = context.request.get('idempotency-key');
  if (key === undefined) return route.handle(context);
  if (!KEY.test(key))
    throw new Problem('malformed_request', 'Idempotency-Key: expected 8 to 200 visible characters, such as a UUID.');
  const claimed = { actorId: context.actor.id ?? 'operator', key };
  const hash = createHash('sha256')
    .update(JSON.stringify([context.request.method, context.request.originalUrl, context.request.body ?? null]))
    .digest('hex');
  const as = <T>(work: (tx: Queryable) => Promise<T>) => withActor(db, context.actor, work);
  const earlier = await as((tx) => claim(tx, claimed, hash));
  if (earlier) return repeat(earlier, hash, context);
  const answer = await route.handle(context).catch(async (error: unknown) => {
    await as((tx) => tx.query(RELEASE, [claimed.actorId, key])).catch(() => {});
    throw error;
  });
  // The change is committed. If storing the answer fails, the key stays claimed, so that a repetition changes nothing.
  await as((tx) => tx.query(STORE, [claimed.actorId, key, answer?.status ?? 200, jsonOf(answer)])).catch(() => {});
  return answer;
}

const jsonOf = (answer: Answer): string => JSON.stringify(answer && 'json' in answer ? answer.json : null);

type Earlier = { request_hash: string; status: number | null; answer: unknown };

/** Claims the key, or returns the earlier request with it. A key whose process died is free again after a minute. */
async function claim(
  tx: Queryable,
  { actorId, key }: { actorId: string; key: string },
  hash: string,
): Promise<Earlier | undefined> {
  const { rowCount } = await tx.query(CLAIM, [actorId, key, hash]);
  if (rowCount === 1) return undefined;
  const { rows } = await tx.query<Earlier>(
    'select request_hash, status, answer from idempotency_keys where actor_id = $1 and key = $2',
    [actorId, key],
  );
  return rows[0];
}

function repeat({ request_hash: hash, status, answer }: Earlier, given: string, { response }: RouteContext): Answer {
  if (hash !== given)
    throw new Problem('idempotency_mismatch', 'This Idempotency-Key was sent with another request. Use a new key.');
  if (status === null)
    throw new Problem('idempotency_in_flight', 'The first request with this key is still in progress. Retry later.');
  response.set('Idempotent-Replayed', 'true');
  return { status, json: answer };
}

const CLAIM = `
insert into idempotency_keys as k (actor_id, key, request_hash) values ($1, $2, $3)
on conflict (actor_id, key) do update set request_hash = excluded.request_hash, created_at = now(), status = null
where k.created_at < now() - interval '24 hours' or (k.status is null and k.created_at < now() - interval '1 minute' and k.request_hash = excluded.request_hash)`;

const RELEASE = 'delete from idempotency_keys where actor_id = $1 and key = $2';

const STORE = 'update idempotency_keys set status = $3, answer = $4 where actor_id = $1 and key = $2';
