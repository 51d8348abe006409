import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { Queryable } from '../connection/open-database.ts';
import { inboxConditions, type InboxFilter } from './inbox-filter.ts';

/** Dead letters that died of the same: times are those of their receipt. */
export type DeadLetterGroup = {
  callbackKind: CallbackKind;
  /** First line of the error with `<sid>`, `<n>` and `"…"` where SIDs, numbers and quoted text stood. */
  error: string;
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
};

/** The hundred largest groups of dead letters that fit the filter, largest first. Not Prisma: it groups by an expression. */
export async function groupDeadLetters(db: Queryable, filter: InboxFilter): Promise<DeadLetterGroup[]> {
  const { where, values } = inboxConditions({ ...filter, states: ['dead_letter'] });
  // Grouped by the whole text first: errors are few, and rewriting each row's would be the dear part.
  const { rows } = await db.query<DeadLetterGroup>(
    `select event_type as "callbackKind", ${NORMALISED} as error, sum(count)::integer as count,
      min(first) as "firstSeenAt", max(last) as "lastSeenAt"
    from (
      select event_type, error, count(*) as count, min(received_at) as first, max(received_at) as last
      from twilio_webhook_inbox where ${where} group by event_type, error) same
    group by 1, 2 order by 3 desc, 5 desc limit 100`,
    values,
  );
  return rows;
}

const REPLACEMENTS = [
  ['\\m[A-Z]{2}[0-9a-fA-F]{32}\\M', '<sid>'],
  ['"[^"]*"', '"…"'],
  ['\\d+', '<n>'],
] as const;

const NORMALISED = REPLACEMENTS.reduce(
  (text, [pattern, replacement]) => `regexp_replace(${text}, '${pattern}', '${replacement}', 'g')`,
  `left(split_part(coalesce(error, ''), E'\\n', 1), 500)`,
);
