import type { CallbackKind } from '@trunkline/telephony/callbacks';
import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { FINGERPRINT } from './error-fingerprints.ts';
import { inboxConditions, type InboxFilter } from './inbox-filter.ts';

/** Callbacks with the same error; times are those of their receipt. */
export type ErrorGroup = {
  fingerprint: string;
  callbackKind: CallbackKind;
  /** First line of the error with `<sid>`, `<n>` and `"…"` where SIDs, numbers and quoted text stood. */
  error: string;
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
};

/** A group with the number of its calls, and its newest callback. */
export type DeadLetterGroup = ErrorGroup & {
  calls: number;
  sample: { id: string; callSid: string | null; error: string | null; receivedAt: Date };
};

/** The calls of a group with most of its callbacks. */
export type CallOfGroup = { callSid: string; count: number };

const MOST_GROUPS = 100;
const MOST_CALLS = 20;

/** The hundred largest groups of callbacks that match the filter, by kind and error, largest first. */
export async function groupErrors(tx: Scoped, filter: InboxFilter): Promise<ErrorGroup[]> {
  const { where, values } = inboxConditions(filter);
  const sql = `select ${COLUMNS} from (${matching(where)}) matching group by 1, 2 ${LARGEST} limit ${MOST_GROUPS}`;
  return (await tx.query<ErrorGroup>(sql, values)).rows;
}

/** The position of a group in their list: its size and its fingerprint. */
export const GROUP_POSITION = /^\d{1,9}\.[0-9a-f]{16}$/;
export const positionOfGroup = ({ count, fingerprint }: ErrorGroup): string => `${count}.${fingerprint}`;

/** A page of the groups of dead letters that match the filter, the largest first, after the one at this position. */
export async function listDeadLetterGroups(
  tx: Scoped,
  filter: InboxFilter,
  { after, limit }: PageAt,
): Promise<Page<DeadLetterGroup>> {
  const { where, values } = inboxConditions({ ...filter, states: ['dead_letter'] });
  const [size, fingerprint] = after?.split('.') ?? [null, null];
  const follows = `($${values.length + 1}::bigint is null or (count(*), fingerprint) < ($${values.length + 1}, $${values.length + 2}::text))`;
  const sql = `
    with largest as materialized (
      select ${COLUMNS}, count(distinct call_sid)::integer as calls, max(id) as newest
      from (${matching(where)}) matching group by 1, 2 having ${follows} ${LARGEST} limit ${limit + 1}
    )
    select fingerprint, "callbackKind", g.error, count, "firstSeenAt", "lastSeenAt", calls,
      json_build_object('id', i.id::text, 'callSid', i.call_sid, 'error', i.error, 'receivedAt', i.received_at) as sample
    from largest g cross join lateral (
      select id, call_sid, error, received_at from twilio_webhook_inbox where id = g.newest) i ${LARGEST}`;
  const { rows } = await tx.query<DeadLetterGroup>(sql, [...values, size, fingerprint]);
  return toPage(rows.map(withTime), limit);
}

/** The twenty calls with most callbacks of a group. */
export async function listCallsOfGroup(tx: Scoped, filter: InboxFilter): Promise<CallOfGroup[]> {
  const { where, values } = inboxConditions({ ...filter, states: ['dead_letter'] });
  const sql = `
    select call_sid as "callSid", count(*)::integer as count from twilio_webhook_inbox
    where ${where} and call_sid is not null group by 1 order by 2 desc, 1 limit ${MOST_CALLS}`;
  return (await tx.query<CallOfGroup>(sql, values)).rows;
}

const matching = (where: string): string => `
  select id, ${FINGERPRINT} as fingerprint, event_type, error, call_sid, received_at from twilio_webhook_inbox where ${where}`;

const COLUMNS = `
  fingerprint, event_type as "callbackKind", error_pattern(max(error)) as error, count(*)::integer as count,
  min(received_at) as "firstSeenAt", max(received_at) as "lastSeenAt"`;

const LARGEST = 'order by count desc, fingerprint desc';

const withTime = ({ sample, ...group }: DeadLetterGroup): DeadLetterGroup => ({
  ...group,
  sample: { ...sample, receivedAt: new Date(sample.receivedAt) },
});
