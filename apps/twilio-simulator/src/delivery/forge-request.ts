import type { Callback, Route, WireRequest } from './callback.ts';
import { prepareRequest } from './callback.ts';
import type { Faults } from './faults.ts';

/** A request that somebody else made up from a true one. It tells a lie, so that believing it shows. */
export function forgeRequest(
  callback: Callback,
  forgery: Faults['forgery'],
  token: string,
  route: Route,
  authToken: string,
): WireRequest {
  const lie: Callback = { ...callback, params: { ...callback.params, ...untruth(callback) } };
  if (forgery === 'wrong-token') return prepareRequest(lie, `not-${authToken}`, token, route);
  const request = prepareRequest(lie, authToken, token, route);
  const { 'x-twilio-signature': _valid, ...unsigned } = request.headers;
  if (forgery === 'unsigned') return { ...request, headers: unsigned };
  const truth = prepareRequest(callback, authToken, token, route);
  return { ...request, headers: { ...unsigned, 'x-twilio-signature': truth.headers['x-twilio-signature'] ?? '' } };
}

function untruth({ kind, params }: Callback): Record<string, string> {
  if (kind === 'recording') return { RecordingUrl: `${params['RecordingUrl'] ?? ''}-forged` };
  if (kind === 'conference') return { FriendlyName: `${params['FriendlyName'] ?? ''}-forged` };
  if (kind === 'amd') return { AnsweredBy: 'fax' };
  return { CallStatus: params['CallStatus'] === 'failed' ? 'completed' : 'failed', CallDuration: '86399' };
}
