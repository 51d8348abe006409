import { isPublicAddress, lookupPublic, PrivateAddressError } from '@trunkline/service';
import { request, type Agent, type IncomingMessage } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { isIP } from 'node:net';
import { MediaError } from './media-error.ts';

/** No byte for so long ends a request, before the answer as within it. */
const STALLED_AFTER_MS = 20_000;

type Options = {
  agent: Agent;
  authorization: string | undefined;
  /** True for what answers in Twilio's place, which may run on this machine. */
  mayBePrivate: boolean;
  signal: AbortSignal;
};

/** One GET, whatever it answers. Rejects with `MediaError`. */
export function requestOnce(
  url: URL,
  { agent, authorization, mayBePrivate, signal }: Options,
): Promise<IncomingMessage> {
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (!mayBePrivate && isIP(address) !== 0 && !isPublicAddress(address)) throw privateAddress(url); // no name, no lookup
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
    const stalled = new MediaError('trouble', `sent nothing for ${STALLED_AFTER_MS / 1000} s`, { host: url.host });
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
  const word = (error as NodeJS.ErrnoException).code ?? error.name;
  return new MediaError('trouble', `could not be asked: ${word}`, { host: url.host }, { cause: error });
}

const privateAddress = (url: URL): MediaError =>
  new MediaError('refused', 'led into a private network', { host: url.host });
