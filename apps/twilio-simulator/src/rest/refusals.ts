import { RestError } from './rest-error.ts';
import type { Fate, RestFault } from './rest-faults.ts';
import type { Answer } from './send-answer.ts';

/** Who does not show good credentials gets this. */
export const unauthorized: Answer = {
  status: 401,
  body: new RestError(401, 20003, 'Authenticate'),
  headers: { 'WWW-Authenticate': 'Basic realm="Twilio API"' },
};

/** The answer to a request that is not even looked at. */
export function refuse(fault: RestFault | undefined, { saysRetryAfter, isHtml }: Fate): Answer | undefined {
  if (fault === 'tooMany') {
    const headers = saysRetryAfter ? { 'Retry-After': '1' } : {};
    return { status: 429, body: new RestError(429, 20429, 'Too Many Requests'), headers };
  }
  if (fault !== 'serverError') return undefined;
  return { status: 503, body: isHtml ? gatewayPage : new RestError(503, 20503, 'Service Unavailable') };
}

const gatewayPage =
  '<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service Temporarily Unavailable</h1></center></body></html>';
