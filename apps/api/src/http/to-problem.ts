import { isTransient } from '@trunkline/db/connection';
import { forbidden, Problem, type ProblemCode } from './problem.ts';

/** What an error is to whoever asked. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, message } = error as { status?: number; message?: string };
  if (isRefusedByPostgres(error)) return refusedByPostgres(message ?? '');
  if (isUnstorable(error)) return new Problem('malformed_request', 'Text must not hold a NUL.');
  const refused = BY_STATUS[status ?? 0];
  if (refused) return new Problem(refused, message ?? '');
  if (isTransient(error)) return new Problem('database_unavailable', 'Postgres did not answer. Try again in a moment.');
  return new Problem('internal_error', 'It was logged under the request id.');
}

/** Row-level security or a missing grant: the guard should have refused it before. */
export const isRefusedByPostgres = (error: unknown): boolean => (error as { code?: string }).code === '42501';

/** Postgres takes every character but this one. */
const isUnstorable = (error: unknown): boolean => (error as { code?: string }).code === '22021';

/** The last to decide is the database: rows that are not the actor's are unknown to the actor, tables are refused. */
const refusedByPostgres = (message: string): Problem =>
  message.includes('row-level security policy')
    ? new Problem('not_found', 'What it is about is not known.')
    : forbidden();

/** What Express and its body parser refuse by themselves. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};
