import { withoutNumbers } from './without-numbers.ts';

/** A request by method and path, without the query, which may hold phone numbers. */
export type Asked = { method: string; path: string };

/**
 * Twilio refused a request. `code` and `moreInfo` are its error code and the page that explains it. With a `cause` the
 * refused request is the repetition of one that Twilio may have carried out.
 */
export class TwilioRequestError extends Error {
  override readonly name: string = 'TwilioRequestError';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: number | undefined;
  readonly moreInfo: string | undefined;
  readonly requestId: string | undefined;
  /** How long Twilio asks us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor({ method, path }: Asked, complaint: Complaint, cause?: Error) {
    const { status, code, message, moreInfo, requestId, retryAfterMs } = complaint;
    const said = message === undefined ? '' : `: ${withoutNumbers(message)}`;
    super(`${method} ${path} got ${status}${code === undefined ? '' : `, code ${code}`}${said}`, cause && { cause });
    this.method = method;
    this.path = path;
    this.status = status;
    this.code = code;
    this.moreInfo = moreInfo;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The readable parts of a failed answer. */
export type Complaint = {
  status: number;
  code?: number | undefined;
  message?: string | undefined;
  moreInfo?: string | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
};

const ACCOUNT_NOT_ACTIVE = 20005;

/** Twilio refuses the credentials, or their rights do not suffice. A person must act: repeating is useless. */
export class TwilioCredentialsError extends TwilioRequestError {
  override readonly name = 'TwilioCredentialsError';

  constructor(asked: Asked, complaint: Complaint, variables: string) {
    super(asked, complaint);
    this.message +=
      complaint.code === ACCOUNT_NOT_ACTIVE
        ? '. The account is suspended or closed: reactivate it in Twilio’s console.'
        : `. Check ${variables}.`;
  }
}

/** No answer after all attempts: the deadline passed, or the network failed, as in `cause`. */
export class TwilioUnansweredError extends Error {
  override readonly name = 'TwilioUnansweredError';
  readonly reason: 'deadline' | 'network';

  constructor({ method, path }: Asked, reason: 'deadline' | 'network', cause: unknown) {
    super(`${method} ${path} got no answer: ${reason === 'deadline' ? 'it took too long' : wordOf(cause)}`, { cause });
    this.reason = reason;
  }
}

/** Twilio failed too often in a row: no request is sent before `nextTryAt`, and then one first. */
export class TwilioUnavailableError extends Error {
  override readonly name = 'TwilioUnavailableError';
  readonly nextTryAt: Date;

  constructor(nextTryAt: Date, cause?: unknown) {
    super(`Twilio’s REST API failed too often in a row; it is tried next at ${nextTryAt.toISOString()}`, { cause });
    this.nextTryAt = nextTryAt;
  }
}

/** Twilio may have carried out the request (a call may ring): look for the result in the list, do not repeat it. */
export class SubmissionUnknownError extends Error {
  override readonly name = 'SubmissionUnknownError';
  readonly method: string;
  readonly path: string;

  constructor({ method, path }: Asked, cause: unknown) {
    super(`${method} ${path} may or may not have been carried out: ${wordOf(cause)}`, { cause });
    this.method = method;
    this.path = path;
  }
}

/** A success of an unexpected shape. */
export class TwilioAnswerError extends Error {
  override readonly name = 'TwilioAnswerError';
}

/** Errors of Node's sockets can have an empty message; their code never is. */
function wordOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection failed';
  return withoutNumbers(cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name));
}
