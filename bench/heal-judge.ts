import { parseTwilioTime } from '@trunkline/telephony/callbacks';
import type { Stack } from '../test/support/processes/stack.ts';
import { skipReason } from '../apps/worker-reconcile/src/cold/sync-filter.ts';
import { round } from './median.ts';

/** What became of a round. `falseHeals`, `divergent` and `unclassified` must be 0. */
export type Healing = {
  calls: number;
  lost: number;
  healedByHot: number;
  /** No callback of theirs came: only the scan found them. */
  neverHeardOf: number;
  p99HealSec: number;
  gaps: number;
  falseHeals: number;
  /** Healed, and the callback came after all, later than Twilio gives up. */
  cameLater: number;
  divergent: number;
  unclassified: number;
  requests: number;
  refused: number;
  maxInFlight: number;
  requestsVsIdeal: number;
  examples: string[];
};

export type KnownEnd = { call_sid: string; at: Date; source: string; first_source: string };

type Delivery = {
  call_sid: string;
  kind: string;
  call_status: string | null;
  params: Record<string, string>;
  acked: boolean;
  dropped: boolean;
};
type TrueCall = {
  sid: string;
  status: string;
  final: boolean;
  duration: string | null;
  price: string | null;
  from: string;
  to: string;
  start_time: string | null;
  recordings: { sid: string; status: string }[];
};
type Gap = { call_sid: string; missing: string; class: string | null; came_later: boolean };
type RestRequest = { resource: string; target: string; status: number | null };

const ENDS: readonly (string | null)[] = ['completed', 'busy', 'no-answer', 'canceled', 'failed'];

export async function judgeHealing(stack: Stack, ends: readonly KnownEnd[]): Promise<Healing> {
  const url = `${stack.simulator.url}/simulator`;
  const [deliveries, truth, asked] = [
    await readAll<Delivery>(url, 'deliveries'),
    await readAll<TrueCall>(url, 'calls'),
    await readAll<RestRequest>(url, 'rest-requests', 'requests'),
  ];
  const stats = (await (await fetch(`${url}/rest-stats`)).json()) as { requests: number; maxInFlight: number };
  const gaps = await stack.query<Gap>(
    'select call_sid, missing, class, coalesce(arrived_at > noticed_at, false) as came_later from callback_gaps',
  );
  const dropped = deliveries.filter((delivery) => delivery.dropped);
  const came = new Set(
    deliveries.filter(({ acked }) => acked).map((delivery) => `${delivery.call_sid} ${nameOf(delivery)}`),
  );
  const ofCame = gaps.filter(({ call_sid, missing }) => came.has(`${call_sid} ${missing}`));
  const falseGaps = ofCame.filter((gap) => !gap.came_later);
  const divergent = await findDivergent(stack, truth);
  const healing = healTimes(dropped, ends);
  const refused = asked.filter(({ status }) => status === 429 || (status ?? 0) >= 500).length;
  return {
    calls: truth.length,
    lost: dropped.length,
    healedByHot: ends.filter(({ source }) => source === 'reconcile_hot').length,
    neverHeardOf: truth.length - ends.length,
    p99HealSec: round(healing.toSorted((a, b) => a - b)[Math.ceil(healing.length * 0.99) - 1] ?? 0, 1),
    gaps: gaps.length,
    falseHeals: falseGaps.length,
    cameLater: ofCame.length - falseGaps.length,
    divergent: divergent.length,
    unclassified: gaps.filter((gap) => !gap.class).length,
    requests: stats.requests,
    refused,
    maxInFlight: stats.maxInFlight,
    requestsVsIdeal: round(stats.requests / (needed(asked) + refused)),
    examples: [
      ...falseGaps.slice(0, 5).map(({ call_sid, missing }) => `not lost: ${missing} of ${call_sid}`),
      ...divergent.slice(0, 5),
    ],
  };
}

/** Seconds from each lost end of a call that we had heard of until we knew it. */
function healTimes(dropped: readonly Delivery[], ends: readonly KnownEnd[]): number[] {
  const known = new Map(
    ends.filter(({ first_source }) => first_source === 'webhook').map((end) => [end.call_sid, end]),
  );
  return dropped
    .filter(({ kind, call_status }) => kind === 'status' && ENDS.includes(call_status))
    .flatMap(({ call_sid, params }) => {
      const [end, at] = [known.get(call_sid), parseTwilioTime(params['Timestamp'])];
      return end && at ? [(end.at.getTime() - Date.parse(at)) / 1000] : [];
    });
}

/** What has to be asked once: each question about one call, and each page of a list that was got. */
function needed(asked: readonly RestRequest[]): number {
  const answered = asked.filter(({ status }) => status === 200 || status === 404);
  const lists = answered.filter(
    ({ resource, target }) => ['calls', 'recordings'].includes(resource) && !target.includes('CallSid='),
  );
  const single = answered.filter((request) => !lists.includes(request)).map(({ target }) => target);
  return lists.length + new Set(single).size;
}

async function findDivergent(stack: Stack, truth: readonly TrueCall[]): Promise<string[]> {
  const calls = await stack.query<{
    call_sid: string;
    status: string;
    duration_sec: number | null;
    price: string | null;
  }>('select call_sid, status, duration_sec, price::text from calls');
  const recordings = await stack.query<{ recording_sid: string; status: string }>(
    'select recording_sid, status from call_recordings',
  );
  const known = new Map(calls.map((call) => [call.call_sid, call]));
  const recorded = new Map(recordings.map(({ recording_sid, status }) => [recording_sid, status]));
  return truth
    .filter(({ final }) => final)
    .flatMap((call) => {
      const row = known.get(call.sid);
      if (!row) return skipReason(call, OWNED) ? [] : [`${call.sid} (${call.status}) is missing`];
      const wrong = [
        ...(row.status === call.status ? [] : [`is ${row.status}, in truth ${call.status}`]),
        ...(Number(call.duration ?? 0) === (row.duration_sec ?? 0)
          ? []
          : [`lasted ${row.duration_sec}, in truth ${call.duration}`]),
        ...(call.price === null || Number(call.price) === Number(row.price)
          ? []
          : [`costs ${row.price}, in truth ${call.price}`]),
        ...call.recordings.flatMap(({ sid, status }) =>
          recorded.get(sid) === status ? [] : [`has ${sid} ${recorded.get(sid)}, in truth ${status}`],
        ),
      ];
      return wrong.length === 0 ? [] : [`${call.sid} ${wrong.join(', ')}`];
    });
}

const OWNED = new Set(['+16175006181']);
const EVENTS: Record<string, string> = { initiated: 'initiated', ringing: 'ringing', 'in-progress': 'answered' };

function nameOf({ kind, call_status, params }: Delivery): string {
  if (kind === 'recording') return `recording ${params['RecordingSid']} completed`;
  if (kind === 'status') return EVENTS[call_status ?? ''] ?? 'completed';
  return kind;
}

async function readAll<T>(url: string, what: string, key = what): Promise<T[]> {
  const all: T[] = [];
  for (let after = 0; ;) {
    const page = (await (await fetch(`${url}/${what}?after=${after}&limit=5000`)).json()) as Record<string, T[]> & {
      next: number;
    };
    if (page[key]!.length === 0) return all;
    all.push(...page[key]!);
    after = page.next;
  }
}
