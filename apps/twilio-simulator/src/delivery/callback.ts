import type { Target } from '../twiml/twiml-source.ts';

export type CallbackKind = 'status' | 'recording' | 'amd' | 'conference' | TwimlRequestKind;
type TwimlRequestKind = 'voice' | 'dial-action' | 'record-action' | 'gather-action';

const twimlRequestKinds: ReadonlySet<string> = new Set(['voice', 'dial-action', 'record-action', 'gather-action']);

/** The call goes on with the answer to such a request. */
export const asksForTwiml = (kind: CallbackKind): boolean => twimlRequestKinds.has(kind);

export type Params = Record<string, string>;

/** One logical request: sent once or twice, retried or dropped, it stays the same callback. */
export interface Callback {
  kind: CallbackKind;
  callSid: string;
  method: 'POST' | 'GET';
  /** As the account's owner configured it, fragment included. */
  url: string;
  params: Params;
}

/** Undefined without a URL. */
export function callbackFor(
  callSid: string,
  kind: CallbackKind,
  { url, method }: Target,
  params: Params,
): Callback | undefined {
  return url ? { kind, callSid, method: method === 'GET' ? 'GET' : 'POST', url, params } : undefined;
}
