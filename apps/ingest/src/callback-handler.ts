import type { CallbackToStore } from '@trunkline/db/inbox';
import { metrics, type Logger } from '@trunkline/service';
import type { SignatureCheck } from '@trunkline/twilio';
import type { NextFunction, Request, Response } from 'express';
import { answerOf, isForCaller, problem, sendAnswer, sendJson, sendTwiml } from './answer-callback.ts';
import type { ConsentAnswers } from './answer-consent.ts';
import type { InterviewAnswers } from './answer-interview.ts';
import type { IngestConfig } from './config.ts';
import { NotStoredError, type Committed, type GroupCommit } from './group-commit.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';
import { isReadable, readCallback } from './read-callback.ts';
import { findRoute, type Route } from './routes.ts';
import type { Spool } from './spool.ts';

type Parts = {
  commit: GroupCommit;
  spool: Pick<Spool, 'keep'>;
  checkSignature: SignatureCheck;
  interviews: InterviewAnswers;
  consents: ConsentAnswers;
  config: IngestConfig;
  log: Logger;
};

const received = metrics.counter('callbacks_received_total', 'Requests on callback paths by what became of them', [
  'result',
]);
const signatureFailures = metrics.counter(
  'signature_failures_total',
  'Requests whose signature did not hold, by cause',
  ['reason'],
);
const ackSeconds = metrics.histogram(
  'ingest_ack_duration_seconds',
  'From the first byte of a callback to its answer',
  [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
);

/** Takes every request on a callback path: verify, name, commit, answer. Other paths go on to the next handler. */
export function takeCallbacks({ commit, spool, checkSignature, interviews, consents, config, log }: Parts) {
  const routing = {
    sipUser: config.SIP_USER,
    sipDomain: config.SIP_DOMAIN,
    ownedNumbers: config.OWNED_PHONE_NUMBERS,
    baseUrl: config.WEBHOOK_BASE_URL,
  };

  async function take(request: Request, response: Response, route: Route, began: number): Promise<void> {
    const rawBody = await readBody(request);
    if (rawBody === 'cut') return count('cut');
    if (rawBody === 'too-large')
      return refuse(response, 413, 'The body is too large', `At most ${MAX_BODY_BYTES} bytes.`);
    const { verdict, name } = readCallback(request, rawBody, route, checkSignature);
    if (verdict !== 'valid') signatureFailures.inc({ reason: verdict });
    if (verdict !== 'valid' && config.TWILIO_SIGNATURE_CHECK === 'enforce') return refuseSignature(response, verdict);
    const callback = name();
    if (!callback)
      return refuse(response, 400, 'The body is not a JSON object', 'Twilio sends a form or a JSON object.');

    const answer = answerOf(route.answer, callback.eventType as Route['kind']);
    const committed = await commit.add(callback).catch((error: unknown) => notStored(error, callback));
    if (!committed && isForCaller(answer)) await spool.keep(callback).catch(tellLoss);
    if (!committed && !isForCaller(answer)) sendJson(response, 503, NOT_STORED, { 'retry-after': '1' });
    else if (answer === 'interview-twiml') sendTwiml(response, await interviews.twimlFor(callback));
    else if (answer === 'consent-twiml') sendTwiml(response, await consents.twimlFor(callback));
    else sendAnswer(response, answer, callback, committed, routing);
    countAnswered(callback, committed);
    ackSeconds.observe((performance.now() - began) / 1000);
  }

  function notStored(error: unknown, { eventType }: CallbackToStore): null {
    if (!(error instanceof NotStoredError)) throw error;
    log.warn({ err: error.cause, event_type: eventType }, error.message);
    return null;
  }

  const tellLoss = (error: unknown): void =>
    log.error({ err: error }, 'a caller was answered, and the request could be kept nowhere');

  return (request: Request, response: Response, next: NextFunction): void | Promise<void> => {
    const route = findRoute(request.url);
    if (!route) return next();
    const isGet = request.method === 'GET' && route.takesGet === true;
    if (request.method !== 'POST' && !isGet) return refuseMethod(request, response);
    if (!isGet && !isReadable(request))
      return refuse(response, 415, 'Unsupported media type', 'Send a form or JSON, not compressed.');
    return take(request, response, route, performance.now());
  };
}

const NOT_STORED = problem(503, 'Not stored', 'Nothing was acknowledged; send it again.');

const count = (result: string): void => received.inc({ result });
const [storedResult, duplicateResult] = [received.labels('stored'), received.labels('duplicate')];

function countAnswered(callback: CallbackToStore, committed: Committed | null): void {
  if (!committed) return count('not_stored');
  if (callback.processingStatus === 'quarantined') count('quarantined');
  else (committed.isNew ? storedResult : duplicateResult).inc();
}

function refuse(response: Response, status: number, title: string, detail: string): void {
  count(`refused_${status}`);
  sendJson(response, status, problem(status, title, detail), { connection: 'close' }); // the rest of the body is not wanted
}

/** A wrong signature, told in few words: the cause is counted, not explained to whoever sent it. */
function refuseSignature(response: Response, reason: string): void {
  count('forged');
  const hint =
    reason === 'missing'
      ? 'X-Twilio-Signature is missing.'
      : 'Is WEBHOOK_BASE_URL exactly the origin that Twilio calls?';
  sendJson(response, 403, problem(403, 'Twilio signature did not match', hint));
}

function refuseMethod(request: Request, response: Response): void {
  count('refused_405');
  request.resume();
  const detail = `This path takes POST. Set the method of the webhook in the Twilio console (or ...Method in the API) from ${request.method} to POST.`;
  sendJson(response, 405, problem(405, 'Method not allowed', detail), { allow: 'POST' });
}
