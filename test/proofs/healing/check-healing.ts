import { parseTwilioTime } from '@trunkline/telephony/callbacks';
import type { Stack } from '../../support/processes/stack.ts';
import type { Delivery, TrueCall } from '../../support/twilio/simulator-control.ts';
import { skipReason } from '../../../apps/worker-reconcile/src/cold/sync-filter.ts';
import type { KnownEnd } from './play-round.ts';
import { round } from '../../../bench/report/figures.ts';

/** The result of a round. `falseHeals`, `divergent` and `unclassified` must be 0. */
export type Healing = {
  calls: number;
  lost: number;
  healedByHot: number;
  /** Calls without a single callback: the scan alone found them. */
  neverHeardOf: number;
  p99HealSec: number;
  gaps: number;
  /** Gaps recorded for callbacks that arrived in time. */
  falseHeals: number;
  /** Healed gaps whose callback came later, after Twilio would have given up. */
  cameLater: number;
  /** Calls that differ from the truth. */
  divergent: number;
  /** Gaps without a class. */
  unclassified: number;
  requests: number;
  refused: number;
  maxInFlight: number;
  requestsVsIdeal: number;
  examples: string[];
};

type Gap = { call_sid: string; missing: string; class: string | null; came_later: boolean };
type RestRequest = { resource: string; target: string; status: number | null };

const ENDS: readonly (string | null)[] = ['completed', 'busy', 'no-answer', 'canceled', 'failed'];

/** Compares the gaps and calls of a round with the simulator. */
export async function checkHealing(stack: Stack, ends: readonly KnownEnd[]): Promise<Healing> {
  const { control } = stack;
  const deliveries = await control.deliveries();
  const truth = await control.calls();
  const requests = await control.list<RestRequest>('rest-requests', 'requests');
  const stats = await control.send<{ requests: number; maxInFlight: number }>('GET', 'rest-stats');
  const gaps = await stack.query<Gap>(
    'select call_sid, missing, class, coalesce(arrived_at > noticed_at, false) as came_later from callback_gaps',
  );
  const dropped = deliveries.filter((delivery) => delivery.dropped);
  const acked = new Set(
    deliveries.filter((delivery) => delivery.acked).map((delivery) => `${delivery.call_sid} ${nameOf(delivery)}`),
  );
  const gapsOfAcked = gaps.filter(({ call_sid, missing }) => acked.has(`${call_sid} ${missing}`));
  const falseGaps = gapsOfAcked.filter((gap) => !gap.came_later);
  const divergent = await findDivergent(stack, truth);
  const healing = healTimes(dropped, ends);
  const refused = requests.filter(({ status }) => status === 429 || (status ?? 0) >= 500).length;
  return {
    calls: truth.length,
    lost: dropped.length,
    healedByHot: ends.filter(({ source }) => source === 'reconcile_hot').length,
    neverHeardOf: truth.length - ends.length,
    p99HealSec: round(healing.toSorted((a, b) => a - b)[Math.ceil(healing.length * 0.99) - 1] ?? 0, 1),
    gaps: gaps.length,
    falseHeals: falseGaps.length,
    cameLater: gapsOfAcked.length - falseGaps.length,
    divergent: divergent.length,
    unclassified: gaps.filter((gap) => !gap.class).length,
    requests: stats.requests,
    refused,
    maxInFlight: stats.maxInFlight,
    requestsVsIdeal: round(stats.requests / (leastRequests(requests) + refused)),
    examples: [
      ...falseGaps.slice(0, 5).map(({ call_sid, missing }) => `not lost: ${missing} of ${call_sid}`),
      ...divergent.slice(0, 5),
    ],
  };
}

/** Seconds from the end of a call to the moment we knew it, for each lost end of a call whose first callback had come. */
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

/** The least number of requests: one for each question about a call, and one for each page of a list. */
function leastRequests(requests: readonly RestRequest[]): number {
  const answered = requests.filter(({ status }) => status === 200 || status === 404);
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
    'select recording_sid, twilio_status as status from call_recordings',
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
