import { foldCall, isTerminal, statusRank, type CallState, type CallStatus } from '@trunkline/telephony/calls';
import type { Fact } from '@trunkline/telephony/facts';
import { skipReason } from '../../../apps/worker-reconcile/src/cold/sync-filter.ts';
import type { Stack } from '../../support/processes/stack.ts';
import type { Delivery, TrueCall } from '../../support/twilio/simulator-control.ts';

/** The result of the check. All counts but `acked`, `stored`, `applied` and `duplicates` must be 0. */
export type Findings = {
  acked: number;
  stored: number;
  applied: number;
  duplicates: number;
  /** Acknowledged callbacks that are not in the inbox. */
  lost: number;
  /** Inbox rows with more than one event. */
  twice: number;
  /** Calls that differ from the fold of their facts or from what Twilio delivered, rows that Twilio never sent, forgeries that were stored. */
  wrong: number;
  /** Inbox rows that are neither completed nor quarantined. */
  pending: number;
  examples: string[];
};

type Row = {
  id: string;
  source: string;
  payload: Record<string, string>;
  raw_target: string;
  status: string;
  events: number;
  copies: number;
};

const OWNED = new Set(['+16175006181']);

/**
 * Compares the callbacks that Twilio saw acknowledged with what is stored, applied and folded; after a scan of Twilio's
 * lists also every call with the truth.
 */
export async function checkHistory(
  stack: Pick<Stack, 'control' | 'query'>,
  { isScanned = false } = {},
): Promise<Findings> {
  const deliveries = await stack.control.deliveries();
  const calls = await stack.control.calls();
  const rows = await stack.query<Row>(ROWS);
  const examples: string[] = [];
  const note = (what: string, items: readonly string[]): number => {
    examples.push(...items.slice(0, 3).map((item) => `${what}: ${item}`));
    return items.length;
  };

  const callbacks = rows.filter(({ source }) => source.startsWith('twilio_')); // the others come from REST
  const stored = new Set(callbacks.map((row) => identity(row.raw_target, row.payload)));
  const genuine = deliveries.filter((delivery) => !delivery.faults.includes('forge'));
  const sent = new Set(genuine.map(identityOf));
  const acked = new Set(genuine.filter((delivery) => delivery.acked).map(identityOf));
  const forged = deliveries.filter((delivery) => delivery.faults.includes('forge') && delivery.acked).map(identityOf);
  return {
    acked: acked.size,
    stored: callbacks.length,
    applied: callbacks.filter((row) => row.events === 1).length,
    duplicates: callbacks.reduce((sum, row) => sum + row.copies - 1, 0),
    lost: note(
      'lost',
      [...acked].filter((callback) => !stored.has(callback)),
    ),
    twice: note(
      'twice',
      rows.filter((row) => row.events > 1).map((row) => row.id),
    ),
    pending: note(
      'pending',
      rows.filter((row) => !['completed', 'quarantined'].includes(row.status)).map((row) => `${row.id} ${row.status}`),
    ),
    wrong:
      note(
        'never sent',
        [...stored].filter((callback) => !sent.has(callback)),
      ) +
      note(
        'stored twice',
        callbacks.length === stored.size ? [] : [`${callbacks.length} rows, ${stored.size} callbacks`],
      ) +
      note('forged', forged) +
      note(
        'completed without an event',
        rows.filter((row) => row.status === 'completed' && row.events === 0).map((row) => row.id),
      ) +
      note('call', await findWrongCalls(stack, calls, isScanned)),
    examples,
  };
}

async function findWrongCalls(
  stack: Pick<Stack, 'query'>,
  truth: readonly TrueCall[],
  isScanned: boolean,
): Promise<string[]> {
  const facts = Map.groupBy(await stack.query<{ call_sid: string; fact: Fact }>(FACTS), (row) => row.call_sid);
  const calls = await stack.query<{ call_sid: string; state: Record<string, unknown> }>(CALLS);
  const found = new Map(calls.map(({ call_sid, state }) => [call_sid, state]));
  const unfolded = calls.flatMap(({ call_sid: sid, state }) => {
    const folded = foldCall(
      sid,
      (facts.get(sid) ?? []).map(({ fact }) => fact),
      OWNED,
    );
    const different = differences(folded, state);
    return different.length === 0 ? [] : [`${sid} is not the fold of its facts: ${different.join(', ')}`];
  });
  return [...unfolded, ...truth.flatMap((call) => contradiction(call, found.get(call.sid), isScanned))];
}

/** A stored call may know more than was acknowledged (an acknowledgement got lost), never less and nothing untrue. */
function contradiction(call: TrueCall, found: Record<string, unknown> | undefined, isScanned: boolean): string[] {
  const { sid, status, final, delivered } = call;
  const isFilteredOut = !found && skipReason(call, OWNED) !== null;
  if (isScanned && final && !isFilteredOut) {
    if (found?.['status'] !== status) return [`${sid} is ${String(found?.['status'])}, in truth ${status}`];
    if (Number(call.duration) !== Number(found['duration_sec']))
      // an unanswered call lasted 0 s or has no duration
      return [`${sid} lasted ${String(found['duration_sec'])} s, in truth ${call.duration} s`];
  }
  if (delivered.status === null) return [];
  if (!found) return [`${sid} is missing`];
  const known = found['status'] as CallStatus;
  if (statusRank(known) < statusRank(delivered.status))
    return [`${sid} is ${known}, ${delivered.status} was delivered`];
  if (isTerminal(known) && known !== status) return [`${sid} ended ${known}, in truth ${status}`];
  const duration = found['duration_sec'];
  if (delivered.call_duration !== null && duration !== delivered.call_duration)
    return [`${sid} lasted ${String(duration)} s, in truth ${delivered.call_duration} s`];
  return [];
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** A time or an amount, which is written in several ways. */
const valueOf = (name: string, written: unknown): number =>
  isTime(name) ? new Date(written as string).getTime() : Number(written);
const isTime = (name: string) => /(?:Time|At)$/.test(name);

function differences(folded: CallState, found: Record<string, unknown>): string[] {
  const same = (name: string, a: unknown, b: unknown) =>
    a !== null && b !== null && (isTime(name) || name === 'price')
      ? valueOf(name, a) === valueOf(name, b)
      : JSON.stringify(a) === JSON.stringify(b);
  return Object.entries(folded).flatMap(([name, value]) =>
    same(name, value, found[snake(name)])
      ? []
      : [`${snake(name)} ${JSON.stringify(found[snake(name)])} instead of ${JSON.stringify(value)}`],
  );
}

const identityOf = (delivery: Delivery) =>
  identity(new URL(delivery.url).pathname + new URL(delivery.url).search, delivery.params);
/** A callback by its query and parameters: the same callback may go to two paths. */
const identity = (target: string, params: Record<string, string>) =>
  JSON.stringify([target.split('?')[1] ?? '', ...Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

const ROWS = `
select i.id, i.source, i.payload, i.raw_target, i.processing_status as status, d.copies,
  (select count(*)::integer from call_events e where e.inbox_id = i.id) as events
from twilio_webhook_inbox i join twilio_webhook_dedupe d on d.key = md5(i.dedupe_key)::uuid`;
const FACTS = `select distinct on (inbox_id) call_sid, fact from call_events where call_sid is not null`;
const CALLS = `select call_sid, to_jsonb(c) as state from calls c`;
