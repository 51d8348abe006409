import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { RestError } from './rest-error.ts';
import type { DrawnFaults, RestFault } from './rest-faults.ts';

export interface Answer {
  status: number;
  /** An object is sent as JSON, a string as HTML. */
  body?: object | string;
  headers?: Readonly<Record<string, string>>;
}

interface SendOptions {
  concurrentRequests: number;
  /** The start of the request, by `performance.now()`. */
  beganAt: number;
  isDripped?: boolean;
}

/** Sends an answer with the headers of all of Twilio's answers. */
export function sendAnswer(res: ServerResponse, { status, body, headers }: Answer, options: SendOptions): void {
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : body === undefined ? '' : JSON.stringify(body));
  res.writeHead(status, {
    ...(body !== undefined && {
      'Content-Type': isText ? 'text/html' : 'application/json;charset=utf-8',
      'Content-Length': bytes.length,
    }),
    'Twilio-Request-Id': `RQ${randomBytes(16).toString('hex')}`,
    'Twilio-Request-Duration': ((performance.now() - options.beganAt) / 1000).toFixed(3),
    'Twilio-Concurrent-Requests': options.concurrentRequests,
    ...headers,
  });
  if (options.isDripped) drip(res, bytes);
  else res.end(bytes);
}

/** Sends a byte per second, until the end or until the client closes the connection. */
function drip(res: ServerResponse, bytes: Buffer): void {
  res.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    res.write(bytes.subarray(sent, ++sent));
    if (sent < bytes.length) return;
    clearInterval(timer);
    res.end();
  }, 1000);
  res.once('close', () => clearInterval(timer));
}

/** The answer to a request without valid credentials. */
export const unauthorized: Answer = {
  status: 401,
  body: new RestError(401, 20003, 'Authenticate'),
  headers: { 'WWW-Authenticate': 'Basic realm="Twilio API"' },
};

/** The answer to a request that a fault refuses; undefined: the request is processed. */
export function refusalFor(fault: RestFault | undefined, { saysRetryAfter, isHtml }: DrawnFaults): Answer | undefined {
  if (fault === 'tooMany') {
    const headers = saysRetryAfter ? { 'Retry-After': '1' } : {};
    return { status: 429, body: new RestError(429, 20429, 'Too Many Requests'), headers };
  }
  if (fault !== 'serverError') return undefined;
  return { status: 503, body: isHtml ? gatewayPage : new RestError(503, 20503, 'Service Unavailable') };
}

const gatewayPage =
  '<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service Temporarily Unavailable</h1></center></body></html>';
