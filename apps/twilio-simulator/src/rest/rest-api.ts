import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { RestParts } from './find-shown.ts';
import { isAuthorized } from './is-authorized.ts';
import type { PostLog } from './post-log.ts';
import { refuse, unauthorized } from './refusals.ts';
import type { RequestLog } from './request-log.ts';
import { findResource, type Found } from './find-resource.ts';
import { notFound, RestError } from './rest-error.ts';
import type { RestFault, RestFaults } from './rest-faults.ts';
import { type Answer, sendAnswer } from './send-answer.ts';

export interface RestApiParts extends RestParts {
  faults: RestFaults;
  requests: RequestLog;
  posts: PostLog;
}

/** The part of Twilio's REST API that there is, with everything that goes wrong on the way to it. */
export function restApi(parts: RestApiParts): RequestHandler {
  const { account, faults, requests, posts } = parts;
  return async (req, res) => {
    const beganAt = performance.now();
    const url = new URL(req.originalUrl, 'http://twilio');
    const form = new URLSearchParams(typeof req.body === 'string' ? req.body : '');
    const found = findResource(req.method, url.pathname, account.sid);
    const request = requests.open(req.method, found?.resource?.kind ?? 'unknown', req.originalUrl);
    const post = found?.resource?.kind === 'callCreate' ? posts.open(form) : undefined;
    res.once('close', () => requests.end());
    const suffer = (fault: RestFault): void => {
      requests.suffer(request, fault);
      if (post) post.fault = fault;
    };
    const send = (answer: Answer, isDripped = false): void => {
      request.status = answer.status;
      if (post) post.status = answer.status;
      sendAnswer(res, answer, { concurrentRequests: requests.inFlight(), beganAt, isDripped });
    };
    const denial = deny(parts, req);
    if (denial) {
      suffer(denial);
      return send(unauthorized);
    }
    const { postFault, ...fate } = faults.draw(requests.inFlight());
    const cut = post && !fate.fault ? postFault : undefined;
    if (fate.fault ?? cut) suffer((fate.fault ?? cut) as RestFault);
    if (fate.fault === 'hang') return;
    if (cut === 'postRefused') return void req.socket.destroy();
    const refusal = refuse(fate);
    if (refusal) return send(refusal);
    if (faults.settings.latencyMs > 0) await sleep(faults.settings.latencyMs);
    if (isAbandoned(res)) return;
    const answer = await answerTo(parts, url, form, found);
    if (post && answer.status === 201) post.callSid = (answer.body as { sid: string }).sid;
    if (cut === 'postLost') return void req.socket.destroy();
    send(answer, fate.fault === 'drip');
  };
}

/** Somebody who hung up needs no answer. */
const isAbandoned = (res: Response): boolean => res.destroyed;

function deny({ account, faults }: RestApiParts, req: Request): RestFault | undefined {
  if (faults.settings.revoked) return 'revoked';
  return isAuthorized(account, req.get('authorization')) ? undefined : 'unauthorized';
}

async function answerTo(parts: RestParts, url: URL, form: URLSearchParams, found: Found | undefined): Promise<Answer> {
  const { pathname: path, searchParams: query } = url;
  try {
    if (!found) throw notFound(path);
    const { resource, sids } = found;
    if (!resource) throw new RestError(405, 20004, 'Method not allowed');
    const body = await resource.answer(parts, { path, query, form }, ...sids);
    return { status: resource.status ?? 200, ...(body && { body }) };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { status: error.status, body: error };
  }
}
