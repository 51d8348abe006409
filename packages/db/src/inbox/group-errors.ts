import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { Scoped } from '../connection/with-actor.ts';
import { inboxConditions, type InboxFilter } from './inbox-filter.ts';

/** Callbacks with the same error; times are those of their receipt. */
export type ErrorGroup = {
  callbackKind: CallbackKind;
  /** First line of the error with `<sid>`, `<n>` and `"…"` where SIDs, numbers and quoted text stood. */
  error: string;
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
};

/** The hundred largest groups of callbacks that match the filter, by kind and error, largest first. */
export async function groupErrors(tx: Scoped, filter: InboxFilter): Promise<ErrorGroup[]> {
  const { where, values } = inboxConditions(filter);
  // Grouped by the whole text first: errors are few, and rewriting the text of each row is the expensive part.
  const { rows } = await tx.query<ErrorGroup>(
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
