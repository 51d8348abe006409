import type { FactKind } from '@trunkline/telephony/callbacks';
import { STATUS_WORDS, type CallStatus } from '@trunkline/telephony/calls';
import {
  apologyTwiml,
  candidateTwiml,
  emptyTwiml,
  orderCallTwiml,
  routingTwiml,
  type RoutingConfig,
} from '@trunkline/twilio/twiml';
import type { CallbackToStore } from '@trunkline/db/inbox';
import type { ServerResponse } from 'node:http';
import type { Committed } from './group-commit.ts';
import type { Answer } from './routes.ts';

/** Kinds of request that wait for TwiML. */
const TWIML_KINDS: ReadonlySet<FactKind> = new Set([
  'dial-action',
  'record-action',
  'gather-action',
  'fallback',
  'child-twiml',
]);

/** The answer that a request waits for: its route's, or on the route for anything its kind's. */
export function answerOf(answer: Answer, kind: FactKind): Exclude<Answer, 'by-kind'> {
  if (answer !== 'by-kind') return answer;
  if (kind === 'call-inbound') return 'routing-twiml';
  return TWIML_KINDS.has(kind) ? 'empty-twiml' : 'no-content';
}

/** True where a caller is on the line and waits: such a request gets its TwiML whatever happens to us. */
export const isForCaller = (answer: Answer): boolean => answer.endsWith('-twiml');

/** Answers a callback that was committed; or, for a caller on the line, one that could not be (`committed` is null). */
export function sendAnswer(
  response: ServerResponse,
  answer: Exclude<Answer, 'by-kind' | 'interview-twiml' | 'consent-twiml'>,
  callback: CallbackToStore,
  committed: Committed | null,
  routing: RoutingConfig & { baseUrl: string },
): void {
  if (answer === 'no-content') return void response.writeHead(204).end();
  if (answer === 'telephony-json') return sendJson(response, 200, telephonyAnswer(callback, committed));
  if (answer === 'candidate-twiml') return sendTwiml(response, candidateTwiml(routing));
  if (answer === 'conference-twiml') return sendTwiml(response, meetingTwiml(callback.query, routing.baseUrl));
  sendTwiml(response, answer === 'empty-twiml' ? emptyTwiml() : callTwiml(callback.payload, routing));
}

/** An error as problem+json has it. */
export const problem = (status: number, title: string, detail: string) => ({
  type: 'about:blank',
  title,
  status,
  detail,
});

/** Sends a JSON body. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(JSON.stringify(body));
}

/** Sends a document for Twilio to play. */
export function sendTwiml(response: ServerResponse, twiml: string): void {
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' }).end(twiml);
}

/** By the signed URL alone, so also while Postgres is away. */
function meetingTwiml(query: object, baseUrl: string): string {
  const callId = (query as Record<string, unknown>)['order_call_id'];
  return typeof callId === 'string' && /^\d{1,18}$/.test(callId) ? orderCallTwiml(baseUrl, callId) : apologyTwiml();
}

function callTwiml(payload: object, routing: RoutingConfig): string {
  const { From: from, To: to } = payload as Record<string, unknown>;
  try {
    return routingTwiml(typeof from === 'string' ? from : null, typeof to === 'string' ? to : null, routing);
  } catch {
    return apologyTwiml();
  }
}

function telephonyAnswer({ payload, query, processingStatus }: CallbackToStore, committed: Committed | null) {
  const { CallSid: callSid, CallStatus: status } = payload as Record<string, unknown>;
  const callId = (query as Record<string, unknown>)['call_id'] ?? callSid ?? null;
  if (processingStatus === 'quarantined') return { status: 'quarantined', call_id: callId, event_type: null };
  const words = typeof status === 'string' ? STATUS_WORDS[status as CallStatus] : undefined; // a recording has no status
  return {
    status: committed?.isNew ? 'processed' : 'duplicate',
    call_id: callId,
    event_type: words?.campaignEvent ?? null,
  };
}
