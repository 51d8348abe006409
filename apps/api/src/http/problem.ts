import type { ProblemDetails } from '@trunkline/service';

/** Every problem the API answers with: HTTP status and title. */
const PROBLEMS = {
  malformed_request: [400, 'Malformed request'],
  cursor_mismatch: [400, 'Cursor does not match the filters'],
  unauthenticated: [401, 'Authentication required'],
  forbidden: [403, 'Permission denied'],
  number_not_allowed: [403, 'Phone number may not be called'],
  approval_required: [403, 'Another person must approve'],
  not_found: [404, 'Not found'],
  invalid_state_transition: [409, 'Not possible in the current state'],
  preview_outdated: [409, 'Other rows match than in the preview'],
  name_taken: [409, 'Name is taken'],
  call_not_live: [409, 'Call is not live'],
  idempotency_in_flight: [409, 'Request with this Idempotency-Key is in progress'],
  not_ready: [409, 'Result is not ready'],
  gone: [410, 'Gone'],
  precondition_failed: [412, 'Resource has changed'],
  payload_too_large: [413, 'Request body too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  range_not_satisfiable: [416, 'Range not satisfiable'],
  validation_failed: [422, 'Validation failed'],
  idempotency_mismatch: [422, 'Idempotency-Key belongs to another request'],
  rate_limited: [429, 'Too many requests'],
  dial_cap_reached: [429, 'Cap on calls reached'],
  internal_error: [500, 'Internal error'],
  twilio_error: [502, 'Twilio refused the command'],
  sync_failed: [502, 'Synchronisation with Twilio failed'],
  not_configured: [503, 'Setting is missing'],
  identity_unavailable: [503, 'Identity provider unavailable'],
  storage_unavailable: [503, 'Recording storage unavailable'],
  database_unavailable: [503, 'Database unavailable'],
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Members of a problem that a rule of the operator's settings causes. */
type RefusedByRule = { rule?: string; setting?: string | null; retry_after?: number };

/** Further members of a problem. */
type Members = RefusedByRule & Readonly<Record<string, unknown>>;

/** An unsuccessful answer as RFC 9457 describes it. Routes throw it, `answerProblems` writes it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly #members: Members;

  constructor(code: ProblemCode, detail: string, members: Members = {}) {
    super(detail);
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.#members = members;
  }

  /** What the audit records: the code, and the rule that refused. */
  get auditResult(): string {
    const { rule } = this.#members;
    return rule === undefined ? this.code : `${this.code}: ${rule}`;
  }

  /** Seconds for the header Retry-After. */
  get retryAfterSeconds(): number | undefined {
    return this.#members.retry_after ?? (this.status === 503 ? 2 : undefined);
  }

  /** The body of the answer. */
  toJSON(): ProblemDetails {
    const { code, status, message } = this;
    const type = `https://trunkline.dev/problems/${code.replaceAll('_', '-')}`;
    return { type, title: PROBLEMS[code][1], status, detail: message, code, ...this.#members };
  }
}

/** 403 for a missing permission. It does not say whether the resource exists. */
export const forbidden = (): Problem =>
  new Problem(
    'forbidden',
    'Your role does not have this permission. docs/policy.md lists the permissions of each role.',
  );
