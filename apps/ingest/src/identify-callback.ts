import type { CallbackToStore } from '@trunkline/db/inbox';
import { dedupeKey, factKind, findShapeFault, type FactKind } from '@trunkline/telephony/callbacks';
import type { ReceivedFields } from './decode-fields.ts';
import type { Route } from './routes.ts';

export type ReceivedCallback = {
  route: Route;
  body: ReceivedFields;
  query: ReceivedFields;
  rawTarget: string;
  /** Path, query, names and values in a row, as signed. */
  signedText: string;
  /** All parameters of body and query, written so that no two different sets are written alike. */
  content: string;
  idempotencyToken: string | undefined;
  signatureVerdict: string;
};

/** Names the fact in a request: what it is, whose it is, and the key that its copies share. Impossible ones are quarantined. */
export function nameCallback(received: ReceivedCallback): CallbackToStore {
  const { route, body, query, rawTarget, signedText, content, idempotencyToken, signatureVerdict } = received;
  const claimed = kindOf(route, body);
  const fault = findShapeFault(claimed, { fields: body.fields, query: query.fields, rawTarget, signedText });
  const kind = fault === null ? claimed : 'quarantined';
  const sid = (name: string): string | null => {
    const value = body.fields[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, 100).toWellFormed() : null;
  };
  return {
    source: claimed.startsWith('recording-') ? 'twilio_recording' : 'twilio_voice',
    eventType: claimed,
    callSid: sid('CallSid'),
    recordingSid: sid('RecordingSid'),
    dedupeKey: dedupeKey(kind, body.fields, content),
    payload: body.fields,
    query: query.fields,
    escapedFields: body.escaped.concat(query.escaped),
    rawTarget,
    idempotencyToken: idempotencyToken ?? null,
    signatureVerdict,
    processingStatus: fault === null ? 'pending' : 'quarantined',
    error: fault,
    copies: 1,
  };
}

/** An interview's routes stand for one kind each. On the route for anything, a ringing call without the marks of a progress callback is a new call asking for TwiML. */
function kindOf(route: Route, { fields }: ReceivedFields): FactKind {
  if (route.answer === 'interview-twiml') return route.kind; // the key that ended an answer makes it no <Gather>
  const kind = factKind(fields, route.kind);
  const isNewCall = route.answer === 'by-kind' && kind === 'call-status' && fields['CallStatus'] === 'ringing';
  return isNewCall && !('CallbackSource' in fields) && !('SequenceNumber' in fields) ? 'call-inbound' : kind;
}
