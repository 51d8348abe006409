import { callLookup } from '@trunkline/api-contract/calls';
import { callParam } from '@trunkline/api-contract/http';
import { findCall } from '@trunkline/db/calls';
import type { Scoped } from '@trunkline/db/connection';
import { findLookup, requestLookup, type CallLookup } from '@trunkline/db/reconciliation';
import { describeLookup } from '@trunkline/explain';
import type { Clock } from '@trunkline/service';
import type { ApiConfig } from '../config.ts';
import { callKey, unknownCall, type CallKey } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';

type Parts = { clock: Clock; config: Pick<ApiConfig, 'TWILIO_ACCOUNT_SID'> };

export const fetchCallRoutes = ({ clock, config }: Parts): Route[] => [
  route(
    {
      operationId: 'fetchCall',
      method: 'post',
      path: '/api/calls/:sid/fetch',
      permission: 'reconciliation.sync',
      tag: 'Calls',
      summary: 'Fetch a call from Twilio',
      description:
        'Asks Twilio’s REST API about a call by its SID, whether it is known here or not, within seconds and at most once for each request. The answer links the lookup, which has the result; a call that Twilio shows comes by the stream as call.created or call.updated. Its recordings and missing callbacks follow: at once for a call that was compared with Twilio before, else with the warm tier. An unknown SID is asked of our own account.',
      params: { sid: callParam },
      sends: ['Location'],
      answers: { 202: callLookup },
    },
    async ({ change, params, response }) => {
      const key = callKey(params.sid);
      if (config.TWILIO_ACCOUNT_SID === undefined) throw notConfigured();
      const entry = { event: 'call.fetch_requested', entity: ({ callSid }: CallLookup) => `call_sid:${callSid}` };
      const lookup = await change(entry, async (tx) => {
        const sid = await sidOf(tx, key);
        await requestLookup(tx, sid, clock.now());
        return (await findLookup(tx, sid))!;
      });
      response.location(hrefOf(lookup));
      return { status: 202, json: presentLookup(lookup) };
    },
  ),
  route(
    {
      operationId: 'getCallLookup',
      method: 'get',
      path: '/api/calls/:sid/lookup',
      permission: 'call-log.read',
      tag: 'Calls',
      summary: 'Get what Twilio answered about a call',
      description:
        'Returns the last lookup of a call at Twilio’s REST API, which a person requested or a quarantined callback caused.',
      params: { sid: callParam },
      answers: { 200: callLookup },
    },
    async ({ read, params }) => {
      const key = callKey(params.sid);
      const lookup = await read(async (tx) => findLookup(tx, await sidOf(tx, key)));
      if (!lookup) throw neverAsked();
      return { json: presentLookup(lookup) };
    },
  ),
];

/** The SID in the path, or that of the call with this id. */
async function sidOf(tx: Scoped, key: CallKey): Promise<string> {
  if ('callSid' in key) return key.callSid;
  const found = await findCall(tx, key);
  if (!found) throw unknownCall();
  if (found.call_sid === null)
    throw new Problem('invalid_state_transition', 'The call is only scheduled: Twilio does not know it yet.');
  return found.call_sid;
}

const hrefOf = ({ callSid }: CallLookup): string => `/api/calls/${callSid}/lookup`;

function presentLookup(lookup: CallLookup): object {
  const isDue = lookup.state === 'due';
  const message = describeLookup({ ...lookup, ...inText(lookup) });
  return { ...present(lookup), next_attempt_at: isDue ? lookup.nextAttemptAt : null, message, href: hrefOf(lookup) };
}

const inText = ({ requestedAt, nextAttemptAt, settledAt }: CallLookup) => ({
  requestedAt: requestedAt.toISOString(),
  nextAttemptAt: nextAttemptAt.toISOString(),
  settledAt: settledAt && settledAt.toISOString(),
});

const neverAsked = (): Problem =>
  new Problem('not_found', 'Twilio was not asked about this call. Ask it: POST /api/calls/{sid}/fetch.');

const notConfigured = (): Problem =>
  new Problem('not_configured', 'TWILIO_ACCOUNT_SID is not set, so that Twilio cannot be asked. Set it and restart.');
