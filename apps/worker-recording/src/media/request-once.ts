import { isPublicAddress, lookupPublic, PrivateAddressError } from '@trunkline/service';
import { request, type Agent, type IncomingMessage } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { isIP } from 'node:net';
import { MediaError } from './media-error.ts';

/** A request without a byte for this long is ended, before the response or within it. */
const STALLED_AFTER_MS = 20_000;

type Options = {
  agent: Agent;
  authorization: string | undefined;
  /** True for a stand-in of Twilio, which may run on this machine. */
  mayBePrivate: boolean;
  signal: AbortSignal;
};

/** Sends one GET and resolves with its response, whatever the status. Rejects with `MediaError`. */
export function requestOnce(
  url: URL,
  { agent, authorization, mayBePrivate, signal }: Options,
): Promise<IncomingMessage> {
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (!mayBePrivate && isIP(address) !== 0 && !isPublicAddress(address)) throw privateAddress(url); // an address is not looked up
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = (url.protocol === 'https:' ? requestSecurely : request)(url, {
    agent,
    signal,
    timeout: STALLED_AFTER_MS,
    headers: {
      accept: 'audio/*',
      'accept-encoding': 'identity',
      'user-agent': 'trunkline',
      ...(authorization !== undefined && { authorization }),
    },
    ...(!mayBePrivate && { lookup: lookupPublic }),
  });
  let response: IncomingMessage | undefined;
  outgoing.on('timeout', () => {
    const stalled = new MediaError('unavailable', `sent nothing for ${STALLED_AFTER_MS / 1000} s`, { host: url.host });
    (response ?? outgoing).destroy(stalled);
  });
  outgoing.on('response', (answer) => resolve((response = answer)));
  outgoing.on('error', (error) => reject(toMediaError(error, url)));
  outgoing.end();
  return promise;
}

function toMediaError(error: Error, url: URL): Error {
  if (error instanceof MediaError) return error;
  if (error instanceof PrivateAddressError) return privateAddress(url);
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  return new MediaError('unavailable', `could not be reached: ${code}`, { host: url.host }, { cause: error });
}

const privateAddress = (url: URL): MediaError =>
  new MediaError('refused', 'led into a private network', { host: url.host });
