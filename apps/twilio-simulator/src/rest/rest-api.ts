import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { RestParts } from './find-shown.ts';
import { isAuthorized } from './is-authorized.ts';
import { refuse, unauthorized } from './refusals.ts';
import type { RequestLog } from './request-log.ts';
import { type Resource, resources } from './resources.ts';
import { notFound, RestError } from './rest-error.ts';
import type { RestFault, RestFaults } from './rest-faults.ts';
import { type Answer, sendAnswer } from './send-answer.ts';

export interface RestApiParts extends RestParts {
  faults: RestFaults;
  requests: RequestLog;
}

/** The part of Twilio's REST API that reads, with everything that goes wrong on the way to it. */
export function restApi(parts: RestApiParts): RequestHandler {
  const { account, faults, requests } = parts;
  return async (req, res) => {
    const beganAt = performance.now();
    const url = new URL(req.originalUrl, 'http://twilio');
    const found = findResource(url.pathname, account.sid);
    const request = requests.open(req.method, found?.resource.kind ?? 'unknown', req.originalUrl);
    res.once('close', () => requests.end());
    const send = (answer: Answer, isDripped = false): void => {
      request.status = answer.status;
      sendAnswer(res, answer, { concurrentRequests: requests.inFlight(), beganAt, isDripped });
    };
    const denial = deny(parts, req);
    if (denial) {
      requests.suffer(request, denial);
      return send(unauthorized);
    }
    const fate = faults.draw(requests.inFlight());
    if (fate.fault) requests.suffer(request, fate.fault);
    if (fate.fault === 'hang') return;
    const refusal = refuse(fate);
    if (refusal) return send(refusal);
    if (faults.settings.latencyMs > 0) await sleep(faults.settings.latencyMs);
    if (isAbandoned(res)) return;
    send(answerTo(parts, req.method, url, found), fate.fault === 'drip');
  };
}

/** Somebody who hung up needs no answer. */
const isAbandoned = (res: Response): boolean => res.destroyed;

function deny({ account, faults }: RestApiParts, req: Request): RestFault | undefined {
  if (faults.settings.revoked) return 'revoked';
  return isAuthorized(account, req.get('authorization')) ? undefined : 'unauthorized';
}

interface Found {
  resource: Resource;
  sids: string[];
}

function findResource(path: string, accountSid: string): Found | undefined {
  const [, account, rest = ''] = /^\/2010-04-01\/Accounts\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (account !== accountSid) return undefined;
  for (const resource of resources) {
    const [match, ...sids] = resource.pattern.exec(rest) ?? [];
    if (match !== undefined) return { resource, sids };
  }
  return undefined;
}

function answerTo(parts: RestParts, method: string, url: URL, found: Found | undefined): Answer {
  const { pathname: path, searchParams: query } = url;
  try {
    if (!found) throw notFound(path);
    if (method !== 'GET') throw new RestError(405, 20004, `Method not allowed: ${method}`);
    return { status: 200, body: found.resource.answer(parts, { path, query }, ...found.sids) };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { status: error.status, body: error };
  }
}
