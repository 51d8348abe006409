import { describeOutage, isTransient } from '@trunkline/db/connection';
import { DialApprovalError, DialCapError } from '@trunkline/db/dialing';
import { capName, settingOf } from '@trunkline/telephony/dialing';
import { forbidden, Problem, type ProblemCode } from './problem.ts';

/** Turns any error into the problem that the client receives. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DialCapError) return capProblem(error);
  if (error instanceof DialApprovalError) return approvalProblem(error);
  const { status, message } = error as { status?: number; message?: string };
  if (isRefusedByPostgres(error)) return refusedByPostgres(message ?? '');
  if (isUnstorable(error)) return new Problem('malformed_request', 'Text must not contain a NUL character.');
  const refused = BY_STATUS[status ?? 0];
  if (refused) return new Problem(refused, message ?? '');
  if (isTransient(error)) return new Problem('database_unavailable', unavailable(error));
  return new Problem('internal_error', 'The error is logged under request_id. Give this id when you report it.');
}

const unavailable = (error: unknown): string =>
  describeOutage(error).cause === 'no connection slots' ? NO_SLOTS : 'Postgres did not answer. Retry in a moment.';

const NO_SLOTS =
  'Postgres has no free connection for the API. Retry in a moment. If it lasts, see Connections in docs/operations/database.md.';

/** Names the cap and its setting, and when to try again. */
const capProblem = ({ message, cap }: DialCapError): Problem =>
  new Problem('dial_cap_reached', message, {
    rule: capName(cap),
    setting: settingOf(cap.subject),
    limit: cap.most,
    retry_after: cap.freeInSeconds,
  });

const approvalProblem = ({ message, mostPerDay }: DialApprovalError): Problem =>
  new Problem('approval_required', message, {
    rule: 'approval-per-day',
    setting: 'DIAL_APPROVAL_PER_DAY',
    limit: mostPerDay,
  });

/** Row-level security or a missing grant. A correct guard refuses the request before. */
export const isRefusedByPostgres = (error: unknown): boolean => (error as { code?: string }).code === '42501';

/** Postgres stores every character except NUL. */
const isUnstorable = (error: unknown): boolean => (error as { code?: string }).code === '22021';

/** The database decides last: rows outside the scope of the actor are not found, tables are forbidden. */
const refusedByPostgres = (message: string): Problem =>
  message.includes('row-level security policy')
    ? new Problem('not_found', 'No resource with this id is known.')
    : forbidden();

/** Errors of Express and its body parser, by HTTP status. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};
