import { metrics, type Logger } from '@trunkline/service';
import type { UnreadableRow } from '@trunkline/twilio/rest';

const skipped = metrics.counter(
  'twilio_unreadable_rows_total',
  'Rows of Twilio’s lists that were skipped as unreadable',
  ['list'],
);
const REMEMBERED = 10_000;
const reported = new Set<string>();

/** Counts a row of Twilio's lists that was skipped, and logs it once per process: scans meet the same row every day. */
export function reportUnreadable({ log }: { log: Logger }, { list, sid, fault }: UnreadableRow): void {
  skipped.inc({ list });
  const key = `${list} ${sid} ${fault}`;
  if (reported.has(key)) return;
  if (reported.size >= REMEMBERED) reported.clear();
  reported.add(key);
  log.warn({ event: 'unreadable_row', list, sid, fault }, 'Twilio lists a row that cannot be read; it is skipped');
}
