import type { CallbackToStore } from '@trunkline/db/inbox';
import { sendProblem, type Logger } from '@trunkline/service';
import type { Fields, Reply } from '@trunkline/telephony/callbacks';
import { parseCallStatus, STATUS_WORDS } from '@trunkline/telephony/calls';
import { parseInterviewRequest } from '@trunkline/telephony/interviews';
import {
  apologyTwiml,
  candidateTwiml,
  emptyTwiml,
  orderCallTwiml,
  routeCall,
  routeTwiml,
  type CallRoute,
  type RoutingConfig,
} from '@trunkline/twilio/twiml';
import type { ServerResponse } from 'node:http';
import type { FindInterviewFault } from './interview-faults.ts';
import { reportRefusedDial } from './report-refused-dial.ts';
import type { Committed } from './store-batch.ts';

/** Answers a callback that was committed, or kept on disk, or is of a caller on the line (`committed` is null). */
type Send = (response: ServerResponse, callback: CallbackToStore, committed: Committed | null) => void | Promise<void>;

/** What each reply of the table of callback paths is. */
export type Replies = Readonly<Record<Reply, Send>>;

type Parts = {
  routing: RoutingConfig & { baseUrl: string };
  interview: { twiml: (callback: CallbackToStore) => Promise<string>; findFault: FindInterviewFault };
  consentTwiml: (callback: CallbackToStore) => Promise<string>;
  log: ReplyLog;
};

type ReplyLog = Pick<Logger, 'warn' | 'error'>;

export const createReplies = ({ routing, interview, consentTwiml, log }: Parts): Replies => ({
  'no-content': (response) => void response.writeHead(204).end(),
  'telephony-json': (response, callback, committed) => sendJson(response, telephonyAnswer(callback, committed)),
  'empty-twiml': (response) => sendTwiml(response, emptyTwiml()),
  'routing-twiml': (response, { payload }) => sendTwiml(response, routedCall(payload, routing, log)),
  'candidate-twiml': (response) => sendTwiml(response, candidateTwiml(routing)),
  'conference-twiml': (response, { query }) => sendTwiml(response, conference(query, routing.baseUrl)),
  'interview-status': async (response, callback) => {
    const fault = await interview.findFault(callback, false);
    if (fault) sendProblem(response, fault);
    else response.writeHead(204).end();
  },
  'interview-twiml': async (response, callback) => {
    const fault = isOver(callback) ? await interview.findFault(callback, true) : null;
    if (fault) sendProblem(response, fault);
    else sendTwiml(response, await interview.twiml(callback));
  },
  'consent-twiml': async (response, callback) => sendTwiml(response, await consentTwiml(callback)),
});

/** After the hang-up no caller waits for a document. */
const isOver = ({ callbackKind, payload, query }: CallbackToStore): boolean =>
  parseInterviewRequest(callbackKind, payload as Fields, query as Fields).isOver;

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** Sends a document for Twilio to play. */
function sendTwiml(response: ServerResponse, twiml: string): void {
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' }).end(twiml);
}

/** By the signed URL alone, so also while Postgres is unavailable. */
function conference(query: object, baseUrl: string): string {
  const callId = (query as Record<string, unknown>)['order_call_id'];
  return typeof callId === 'string' && /^\d{1,18}$/.test(callId) ? orderCallTwiml(baseUrl, callId) : apologyTwiml();
}

function routedCall(payload: object, routing: RoutingConfig, log: ReplyLog): string {
  const { From: from, To: to, CallSid: callSid } = payload as Record<string, unknown>;
  try {
    const route = routeCall(typeof from === 'string' ? from : null, typeof to === 'string' ? to : null, routing);
    reportEmergency(route, callSid, log);
    if (route.to === 'not-allowed') reportRefusedDial(route.refusal, callSid, log);
    return routeTwiml(route);
  } catch (error) {
    log.error({ err: error, call_sid: callSid }, 'a new call could not be routed; its caller heard an apology');
    return apologyTwiml();
  }
}

/** An emergency number belongs to no person, so the log may name it. */
function reportEmergency(route: CallRoute, callSid: unknown, log: ReplyLog): void {
  const about = 'number' in route && { call_sid: callSid, number: route.number };
  if (route.to === 'emergency') log.warn({ event: 'emergency_call', ...about }, 'a phone calls an emergency number');
  if (route.to === 'no-emergency')
    log.error(
      { event: 'emergency_call_refused', ...about },
      'a phone dialled an emergency number and was refused: enable emergency calling on the SIP domain, or set EMERGENCY_NUMBERS',
    );
}

function telephonyAnswer({ payload, query, processingStatus }: CallbackToStore, committed: Committed | null) {
  const { CallSid: callSid, CallStatus: status } = payload as Record<string, unknown>;
  const callId = (query as Record<string, unknown>)['call_id'] ?? callSid ?? null;
  if (processingStatus === 'quarantined') return { status: 'quarantined', call_id: callId, event_type: null };
  const known = parseCallStatus(status);
  return {
    status: committed?.isNew === false ? 'duplicate' : 'processed',
    call_id: callId,
    event_type: known ? STATUS_WORDS[known].campaignEvent : null, // a recording has no status
  };
}
