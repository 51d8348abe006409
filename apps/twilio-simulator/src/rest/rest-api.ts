import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import { isAuthorized } from '../account.ts';
import { type Answer, refusalFor, sendAnswer, unauthorized } from './answer.ts';
import type { EndpointRequest, RestParts } from './endpoint.ts';
import { findEndpoint, type Found } from './endpoints.ts';
import type { LiveFaults } from './live-faults.ts';
import type { PostLog, RequestLog } from './request-log.ts';
import { notFound, RestError } from './rest-error.ts';
import type { RestFault, RestFaults } from './rest-faults.ts';

export interface RestApiParts extends RestParts {
  faults: RestFaults;
  liveFaults: LiveFaults;
  requests: RequestLog;
  posts: PostLog;
}

/** Twilio's REST API with its faults, in the order: authentication, REST faults, live faults, endpoint. */
export function restApi(parts: RestApiParts): RequestHandler {
  const { account, faults, liveFaults, requests, posts } = parts;
  return async (req, res) => {
    const beganAt = performance.now();
    const url = new URL(req.originalUrl, 'http://twilio');
    const form = new URLSearchParams(typeof req.body === 'string' ? req.body : '');
    const found = findEndpoint(req.method, url.pathname, account.sid);
    const { name = 'unknown', isCommand } = found?.endpoint ?? {};
    const details = { method: req.method, resource: name, target: req.originalUrl };
    const request = requests.open({ ...details, form: Object.fromEntries(form) });
    const post = name === 'callCreate' ? posts.open(form) : undefined;
    res.once('close', () => requests.end());
    const recordFault = (fault: RestFault): void => {
      requests.recordFault(request, fault);
      if (post) post.fault = fault;
    };
    const send = (answer: Answer, isDripped = false): void => {
      request.status = answer.status;
      if (post) post.status = answer.status;
      sendAnswer(res, answer, { concurrentRequests: requests.inFlight(), beganAt, isDripped });
    };
    const denied = authFault(parts, req);
    if (denied) {
      recordFault(denied);
      return send(unauthorized);
    }
    const drawn = faults.draw(requests.inFlight());
    const fault = drawn.fault ?? (post && drawn.postFault) ?? (isCommand && liveFaults.draw(form));
    if (fault) recordFault(fault);
    if (fault === 'hang') return;
    if (fault === 'postRefused') return void req.socket.destroy();
    const refusal = refusalFor(fault, drawn);
    if (refusal) return send(refusal);
    if (faults.settings.latencyMs > 0) await sleep(faults.settings.latencyMs);
    if (isGone(res)) return;
    const { pathname: path, searchParams: query } = url;
    const answer = await answerRequest(parts, { path, query, form, isPauseIgnored: fault === 'pauseIgnored' }, found);
    if (post && answer.status === 201) post.callSid = (answer.body as { sid: string }).sid;
    if (fault === 'postLost' || fault === 'answerLost') return void req.socket.destroy();
    if (fault === 'slow') await sleep(liveFaults.settings.slowMs);
    if (isGone(res)) return;
    send(answer, fault === 'drip');
  };
}

/** The client has closed the connection. */
const isGone = (res: Response): boolean => res.destroyed;

function authFault({ account, faults }: RestApiParts, req: Request): RestFault | undefined {
  if (faults.settings.revoked) return 'revoked';
  return isAuthorized(account, req.get('authorization')) ? undefined : 'unauthorized';
}

async function answerRequest(parts: RestParts, request: EndpointRequest, found: Found | undefined): Promise<Answer> {
  try {
    if (!found) throw notFound(request.path);
    const { endpoint, sids } = found;
    if (!endpoint) throw new RestError(405, 20004, 'Method not allowed');
    const body = await endpoint.answer(parts, request, ...sids);
    return { status: endpoint.status ?? 200, ...(body && { body }) };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { status: error.status, body: error };
  }
}
