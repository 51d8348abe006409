import type { ProblemAnswer } from '@trunkline/api-contract/http';

type Words = Pick<ProblemAnswer, 'code' | 'title' | 'detail' | 'status'> & { request_id?: string };

/** An unsuccessful answer of the API in its own words, or no answer (`unreachable`, status 0). */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly requestId: string | null;
  /** What else the answer says, such as `current_state`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor({ code, title, detail, status, request_id, ...members }: Words, options?: ErrorOptions) {
    super(detail, options);
    this.members = members;
    this.code = code;
    this.title = title;
    this.status = status;
    this.requestId = request_id ?? null;
  }

  /** What happened, and what to do. */
  get detail(): string {
    return this.message;
  }
}

/** Any error in words that a page can show. */
export function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new RequestError({ code: 'console_error', title: 'The console failed', detail, status: 0 });
}

export const isUnauthenticated = (error: unknown): boolean => error instanceof RequestError && error.status === 401;

/** Absent and forbidden are one answer to the reader. */
export const isHidden = (error: unknown): boolean =>
  error instanceof RequestError && (error.status === 403 || error.status === 404);
