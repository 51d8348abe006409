import type { Scoped } from '../connection/with-actor.ts';

/** The rows of the last count: how many, the newest five callbacks, and the ids between which the next count begins and ends. */
type Counted = { count: number; callbackIds: string[]; upto: string; newest: string };

/** Callbacks of Twilio that were stored, and that were applied. */
export type CallbackCounts = { received: Counted; applied: Counted };

/**
 * Counts what was stored and applied since `before`; the first time nothing. A count ends at the newest id of the one
 * before: ids are given before their transactions commit, and those of a second ago have committed. A row that commits
 * later still is not counted.
 */
export async function countCallbacks(tx: Scoped, before: CallbackCounts | undefined): Promise<CallbackCounts> {
  const { received, applied } = before ?? {};
  const values = [received, applied].flatMap((last) => [last?.upto ?? null, last?.newest ?? null]);
  const { rows } = await tx.query<{ [N in keyof CallbackCounts]: Omit<Counted, 'upto'> }>({
    name: 'count-callbacks',
    text: SQL,
    values,
  });
  const now = rows[0]!;
  return {
    received: { ...now.received, upto: received?.newest ?? now.received.newest },
    applied: { ...now.applied, upto: applied?.newest ?? now.applied.newest },
  };
}

const count = (rows: string, callbackId: string, newest: string): string => `
  (select json_build_object('count', count(*)::integer,
    'callbackIds', coalesce((array_agg(${callbackId}::text order by id desc))[1:5], '{}'), 'newest', (${newest}))
  from ${rows})`;

const SQL = `
select ${count(
  `twilio_webhook_inbox where id > $1::bigint and id <= $2::bigint and source like 'twilio\\_%'`,
  'id',
  'select coalesce(max(id), 0)::text from twilio_webhook_inbox',
)} as received, ${count(
  `call_events where id > $3::bigint and id <= $4::bigint and source = 'webhook'`,
  'inbox_id',
  'select coalesce(max(id), 0)::text from call_events',
)} as applied`;
