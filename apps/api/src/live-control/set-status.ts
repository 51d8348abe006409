import type { Actor } from '@trunkline/access';
import { callParam } from '@trunkline/api-contract/http';
import { manualStatus, manuallySetCall } from '@trunkline/api-contract/live-control';
import { findCall } from '@trunkline/db/calls';
import type { Scoped } from '@trunkline/db/connection';
import { recordManualStatus } from '@trunkline/db/live-control';
import { lifecycleOf, MANUAL_END, type CallStatus } from '@trunkline/telephony/calls';
import type { ManualStatus } from '@trunkline/telephony/live-control';
import type { Clock } from '@trunkline/service';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { callKey, unknownCall } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

/** The relay enqueues the fact within half a second. */
const PATIENCE_MS = 2000;
const POLL_MS = 60;

export const manualStatusRoutes = (clock: Clock): Route[] => [
  route(
    {
      operationId: 'setCallStatus',
      method: 'post',
      path: '/api/calls/:call/status',
      permission: 'calls.set-status',
      tag: 'Live calls',
      summary: 'Set the status of a call by hand',
      description:
        'Sets the end of a call that failed or was forgotten: whose end Twilio has not reported. It is a fact of its own with a reason, and any end that Twilio reports, before or after, outranks it. Not possible for a call whose end Twilio has reported, or that was never placed (409). It ends no call at Twilio: drop a live one instead. Answers 200 once it is applied; after two seconds 202.',
      params: { call: callParam },
      body: manualStatus,
      idempotent: true,
      answers: { 200: manuallySetCall, 202: manuallySetCall },
    },
    async ({ read, change, params, actor, body }) => {
      const entry = { event: 'call.status_set', entity: ({ callId }: Recorded) => `call:${callId}` };
      const recorded = await change(entry, (tx) => record(tx, params.call, actor, body, clock.now()));
      const call = await awaitApplied(read, recorded);
      const json = {
        call_id: call.id,
        call_sid: call.call_sid,
        status: lifecycleOf(call['status'] as CallStatus),
        ended_reason: call['ended_reason'],
        is_applied: isNewer(call, recorded),
      };
      return { status: json.is_applied ? 200 : 202, json };
    },
  ),
];

type CallRow = NonNullable<Awaited<ReturnType<typeof findCall>>>;
type Recorded = { callId: string; version: number };

async function record(
  tx: Scoped,
  text: string,
  actor: Actor,
  { status, reason }: { status: ManualStatus; reason: string },
  at: Date,
): Promise<Recorded> {
  const call = await findCall(tx, callKey(text));
  if (!call) throw unknownCall();
  const known = call['status'] as CallStatus;
  const current = { current_state: lifecycleOf(known), allowed_transitions: [] };
  if (call.call_sid === null)
    throw new Problem('invalid_state_transition', 'No leg of this call was placed. Drop it to cancel it.', current);
  if (call['is_final'] && call['ended_reason'] !== MANUAL_END)
    throw new Problem(
      'invalid_state_transition',
      `Twilio has reported the end of this call: ${known}. A status set by hand would not outrank it.`,
      current,
    );
  await recordManualStatus(tx, {
    callSid: call.call_sid,
    status,
    reason,
    by: actor.id ?? actor.role,
    id: randomUUID(),
    at,
  });
  return { callId: call.id, version: call['version'] as number };
}

/** Every applied fact raises the version of its call. */
const isNewer = (call: CallRow, { version }: Recorded): boolean => (call['version'] as number) > version;

/** Waits until a fact is applied, without holding a transaction. Returns the call then. */
async function awaitApplied(
  read: <T>(work: (tx: Scoped) => Promise<T>) => Promise<T>,
  recorded: Recorded,
): Promise<CallRow> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const call = (await read((tx) => findCall(tx, { id: BigInt(recorded.callId) })))!;
    if (isNewer(call, recorded) || performance.now() > until) return call;
    await delay(POLL_MS);
  }
}
