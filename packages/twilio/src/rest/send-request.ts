import { request as requestHttp, type Agent, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

export type OutgoingRequest = {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Keeps connections for later requests; with `false` the request gets its own connection. */
  agent: Agent | false;
  deadlineMs: number;
  signal: AbortSignal;
};

/** An answer of any status. */
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** No whole answer. `wasSent`: the request may have reached Twilio. `cause`: the network's error or the signal's reason. */
export type NoAnswer = { failure: 'deadline' | 'network' | 'aborted'; wasSent: boolean; cause?: unknown };

/** Sends one request, once. The deadline counts to the last byte of the answer; when it passes, the socket is closed. */
export function sendRequest({
  url,
  body,
  deadlineMs,
  signal,
  ...options
}: OutgoingRequest): Promise<Answer | NoAnswer> {
  const { promise, resolve } = Promise.withResolvers<Answer | NoAnswer>();
  const isSecure = url.protocol === 'https:';
  let wasSent = false;
  const request = (isSecure ? requestHttps : requestHttp)(url, options);
  const fail = (failure: NoAnswer['failure'], cause?: unknown): void => {
    request.destroy();
    resolve({ failure, wasSent, cause });
  };
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', () => (wasSent = true));
    else wasSent = true;
  });
  request.once('response', (response) => {
    const { statusCode: status = 0, headers } = response;
    const text = buffer(response).then((bytes) => decode(bytes, headers['content-encoding']));
    text.then(
      (read) => resolve({ status, headers, text: read }),
      (cause: unknown) => fail('network', cause),
    );
  });
  request.on('error', (cause) => fail('network', cause));
  const onAbort = (): void => fail('aborted', signal.reason);
  signal.addEventListener('abort', onAbort);
  const deadline = setTimeout(fail, deadlineMs, 'deadline');
  request.end(body);
  return promise.finally(() => {
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
  });
}

const decode = async (bytes: Buffer, encoding: string | undefined): Promise<string> =>
  (encoding === 'gzip' ? await promisify(gunzip)(bytes) : bytes).toString('utf8');
