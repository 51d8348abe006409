import type { CallbackToStore } from '@trunkline/db/inbox';
import { metrics, sendProblem, type Warn } from '@trunkline/service';
import {
  findCallbackPath,
  quarantineCause,
  replyTo,
  waitsForTwiml,
  type Accounts,
  type CallbackPath,
  type Fields,
} from '@trunkline/telephony/callbacks';
import type { SignatureCheck } from '@trunkline/twilio';
import type { NextFunction, Request, Response } from 'express';
import type { Connections } from './connections.ts';
import type { IngestFigures } from './figures.ts';
import { NotStoredError, type GroupCommit } from './group-commit.ts';
import type { Outage } from './outage.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';
import { isReadable, readCallback } from './read-callback.ts';
import type { Refused, RejectionRecord } from './rejected-requests/record-rejections.ts';
import type { Replies } from './replies.ts';
import type { Spool } from './spool/open-spool.ts';
import type { Committed } from './store-batch.ts';

type Parts = {
  commit: Pick<GroupCommit, 'add'>;
  spool: Pick<Spool, 'keep'>;
  checkSignature: SignatureCheck;
  /** `log` accepts wrong signatures, marks them and warns. */
  signatures: 'enforce' | 'log';
  accounts: Accounts;
  replies: Replies;
  outage: Pick<Outage, 'isOpen'>;
  connections: Pick<Connections, 'isSigned'>;
  figures: Pick<IngestFigures, 'acked' | 'refused' | 'spooled'>;
  rejections: Pick<RejectionRecord, 'add'>;
  warn: Warn;
};

const received = metrics.counter('callbacks_received_total', 'Requests on callback paths, by outcome', ['result']);
const signatureFailures = metrics.counter(
  'signature_failures_total',
  'Requests whose signature did not hold, by cause',
  ['reason'],
);
const quarantined = metrics.counter(
  'callbacks_quarantined_total',
  'Signed callbacks that were quarantined, by what is wrong with them',
  ['cause'],
);
const ackSeconds = metrics.histogram(
  'ingest_ack_duration_seconds',
  'From the first byte of a callback to its answer',
  [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
);

/** Handles every request on a callback path: verify, identify, commit, answer. Other paths go on to the next handler. */
export function callbackHandler(parts: Parts) {
  const { commit, spool, outage, connections, signatures, replies, figures, rejections, warn } = parts;

  async function handle(request: Request, response: Response, path: CallbackPath, began: number): Promise<void> {
    const rawBody = await readBody(request);
    if (rawBody === 'cut') return count('cut');
    if (rawBody === 'too-large') {
      reject({ request, status: 413, cause: 'too-large' });
      return refuse(response, 413, 'The body is too large', `At most ${MAX_BODY_BYTES} bytes.`);
    }
    const { verdict, signed, identify } = readCallback(request, rawBody, path, parts);
    if (verdict === 'valid') connections.isSigned(request, response);
    else signatureFailures.inc({ reason: verdict });
    if (verdict !== 'valid' && signatures === 'enforce') {
      reject({ request, status: 403, cause: CAUSES[verdict], signed });
      return refuseSignature(response, verdict);
    }
    if (verdict !== 'valid') warn(verdict, { reason: verdict, kind: path.kind }, WRONG_SIGNATURE);
    const callback = identify();
    if (!callback) {
      reject({ request, status: 400, cause: 'not-an-object', signed });
      return refuse(response, 400, 'The body is not a JSON object', 'Twilio sends a form or a JSON object.');
    }

    const reply = replyTo(path, callback.callbackKind, callback.payload as Fields);
    const isCaller = waitsForTwiml(reply);
    const committed = await commit.add(callback).catch(notStored);
    const isKept = committed !== null || (await spool.keep(callback, isCaller));
    if (isKept || isCaller) await replies[reply](response, callback, committed);
    else sendProblem(response, NOT_STORED, { 'retry-after': '1' });
    countAnswered(callback, committed, isKept);
    if (!committed) (isKept ? figures.spooled : figures.refused)();
    if (callback.processingStatus === 'quarantined') reportQuarantined(callback, committed);
    const ms = performance.now() - began;
    ackSeconds.observe(ms / 1000);
    figures.acked(ms);
  }

  /** After the answer is decided: it costs the path of signed requests nothing. */
  function reject(refused: Refused): void {
    figures.refused();
    rejections.add(refused);
  }

  function notStored(error: unknown): null {
    if (!(error instanceof NotStoredError)) throw error;
    if (!outage.isOpen()) warn('overload', { err: error }, OVERLOAD);
    return null;
  }

  /** Counts it, and warns: a call whose callbacks are quarantined is known by Twilio's REST API alone. */
  function reportQuarantined(
    { callSid, callbackKind: kind, error }: CallbackToStore,
    committed: Committed | null,
  ): void {
    const cause = quarantineCause(error);
    if (committed?.isNew) quarantined.inc({ cause });
    const fields = { event: 'quarantined', inbox_id: committed?.id, call_sid: callSid, kind, reason: error };
    warn(`quarantined: ${error}`, fields, QUARANTINED);
  }

  return (request: Request, response: Response, next: NextFunction): void | Promise<void> => {
    const path = findCallbackPath(request.url);
    if (!path) return next();
    const isGet = request.method === 'GET' && path.acceptsGet === true;
    if (request.method !== 'POST' && !isGet) {
      reject({ request, status: 405, cause: 'wrong-method' });
      return refuseMethod(request, response);
    }
    if (!isGet && !isReadable(request)) {
      reject({ request, status: 415, cause: 'not-a-form' });
      return refuse(response, 415, 'Unsupported media type', 'Send a form or JSON, not compressed.');
    }
    return handle(request, response, path, performance.now());
  };
}

const CAUSES = { missing: 'unsigned', mismatch: 'mismatch', 'body-mismatch': 'body-changed' } as const;

const WRONG_SIGNATURE =
  'a callback with a wrong signature is accepted: check TWILIO_AUTH_TOKEN and WEBHOOK_BASE_URL, then set TWILIO_SIGNATURE_CHECK=enforce';
const QUARANTINED = 'a callback is stored and not applied: see GET /api/quarantined';
const OVERLOAD =
  'more callbacks arrive than Postgres stores: run more copies of ingest, or give Postgres a faster disk';
const NOT_STORED = { status: 503, title: 'Not stored', detail: 'Nothing was acknowledged; send it again.' };

const count = (result: string): void => received.inc({ result });
const [storedResult, duplicateResult] = [received.labels('stored'), received.labels('duplicate')];

function countAnswered(callback: CallbackToStore, committed: Committed | null, isKept: boolean): void {
  if (!committed) return count(isKept ? 'spooled' : 'not_stored');
  if (callback.processingStatus === 'quarantined') count('quarantined');
  else (committed.isNew ? storedResult : duplicateResult).inc();
}

function refuse(response: Response, status: number, title: string, detail: string): void {
  count(`refused_${status}`);
  sendProblem(response, { status, title, detail }, { connection: 'close' }); // the rest of the body is not read
}

/** The cause of a wrong signature is counted, and not explained to the sender. */
function refuseSignature(response: Response, reason: string): void {
  count('forged');
  const detail =
    reason === 'missing'
      ? 'X-Twilio-Signature is missing.'
      : 'Is WEBHOOK_BASE_URL exactly the origin that Twilio calls?';
  sendProblem(response, { status: 403, title: 'Twilio signature did not match', detail }, { connection: 'close' });
}

function refuseMethod(request: Request, response: Response): void {
  count('refused_405');
  request.resume();
  const detail = `This path takes POST. Set the method of the webhook in the Twilio console (or ...Method in the API) from ${request.method} to POST.`;
  sendProblem(response, { status: 405, title: 'Method not allowed', detail }, { allow: 'POST', connection: 'close' });
}
