import type { ProblemDetails } from '@trunkline/service';

/** Every problem the API answers with: HTTP status and title. */
const PROBLEMS = {
  malformed_request: [400, 'The request is not usable'],
  cursor_mismatch: [400, 'The cursor belongs to another list'],
  unauthenticated: [401, 'Who asks is not known'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  invalid_state_transition: [409, 'Not possible in this state'],
  call_not_live: [409, 'The call is not live'],
  idempotency_in_flight: [409, 'The same request is under way'],
  not_ready: [409, 'Not ready yet'],
  gone: [410, 'Gone'],
  precondition_failed: [412, 'It has changed since'],
  payload_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body is not JSON'],
  range_not_satisfiable: [416, 'No such range'],
  validation_failed: [422, 'The body is not valid'],
  idempotency_mismatch: [422, 'The key belongs to another request'],
  rate_limited: [429, 'Too many requests'],
  internal_error: [500, 'Internal error'],
  twilio_error: [502, 'Twilio refused'],
  sync_failed: [502, 'Twilio’s lists could not be scanned'],
  not_configured: [503, 'A setting is missing'],
  identity_unavailable: [503, 'The identity provider is away'],
  storage_unavailable: [503, 'The store of recordings is away'],
  database_unavailable: [503, 'The database is away'],
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** An answer that is no success, as RFC 9457 has it; thrown by routes, written by `answerProblems`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly #members: object;

  constructor(code: ProblemCode, detail: string, members: object = {}) {
    super(detail);
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.#members = members;
  }

  /** The body of the answer. */
  toJSON(): ProblemDetails {
    const { code, status, message } = this;
    const type = `https://trunkline.dev/problems/${code.replaceAll('_', '-')}`;
    return { type, title: PROBLEMS[code][1], status, detail: message, code, ...this.#members };
  }
}

/** What a role meets that may not do something at all; of what, it is not told. */
export const forbidden = (): Problem => new Problem('forbidden', 'Your role may not do this.');
