import type { CallbackToStore } from '@trunkline/db/inbox';
import {
  dedupeKey,
  describeKind,
  fieldText,
  findForeignAccount,
  findShapeFault,
  kindOfRequest,
  readQuery,
  type Accounts,
  type CallbackPath,
} from '@trunkline/telephony/callbacks';
import type { DecodedFields } from './decode-fields.ts';

export type ReceivedCallback = {
  path: CallbackPath;
  body: DecodedFields;
  query: DecodedFields;
  rawTarget: string;
  /** All parameters of body and query, written so that no two different sets are written alike. */
  content: string;
  idempotencyToken: string | undefined;
  signatureVerdict: string;
  /** The accounts whose callbacks are ours. */
  accounts: Accounts;
};

/** A request as the inbox stores it: its kind, its call, and the key that its copies share. What is not believed is quarantined. */
export function identifyCallback(received: ReceivedCallback): CallbackToStore {
  const { path, body, query, rawTarget, content, idempotencyToken, signatureVerdict } = received;
  const claimed = kindOfRequest(path, body.fields);
  const fault = findShapeFault(claimed, body.fields) ?? findForeignAccount(body.fields, received.accounts);
  const kind = fault === null ? claimed : 'quarantined';
  const sid = (name: string): string | null => fieldText(body.fields, name)?.slice(0, 100).toWellFormed() ?? null;
  return {
    source: describeKind(claimed).about === 'recording' ? 'twilio_recording' : 'twilio_voice',
    callbackKind: claimed,
    callSid: sid('CallSid'),
    recordingSid: sid('RecordingSid'),
    dedupeKey: dedupeKey(kind, body.fields, content),
    payload: body.fields,
    query: readQuery(query.fields, rawTarget, body.fields),
    escapedFields: body.escaped.concat(query.escaped),
    rawTarget,
    idempotencyToken: idempotencyToken ?? null,
    signatureVerdict,
    processingStatus: fault === null ? 'pending' : 'quarantined',
    error: fault,
    copies: 1,
  };
}
