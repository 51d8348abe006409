import type { Target } from '../twiml/twiml-source.ts';

export type CallbackKind = 'status' | 'recording' | 'amd' | 'conference' | TwimlRequestKind;
type TwimlRequestKind = 'voice' | 'dial-action' | 'record-action' | 'gather-action';

const twimlRequestKinds: ReadonlySet<string> = new Set(['voice', 'dial-action', 'record-action', 'gather-action']);

/** Whether the call needs the answer to such a request. */
export const asksForTwiml = (kind: CallbackKind): boolean => twimlRequestKinds.has(kind);

export type Params = Record<string, string>;

/** One logical callback, however often it is sent, retried or dropped. */
export interface Callback {
  kind: CallbackKind;
  callSid: string;
  method: 'POST' | 'GET';
  /** The configured URL, fragment included. */
  url: string;
  params: Params;
}

/** A callback to a target. Undefined: the target has no URL. */
export function callbackFor(
  callSid: string,
  kind: CallbackKind,
  { url, method }: Target,
  params: Params,
): Callback | undefined {
  return url ? { kind, callSid, method: method === 'GET' ? 'GET' : 'POST', url, params } : undefined;
}
