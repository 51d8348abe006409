import type { Request } from 'express';
import { z } from 'zod';
import { Problem, type ProblemCode } from './problem.ts';

/** The query string through a schema; anything wrong or unknown in it is a 400 that names the parameter. */
export const readQuery = <S extends z.ZodObject>(schema: S, request: Request): z.output<S> =>
  read(schema, request.query, 'malformed_request', 'parameter');

/** For endpoints without parameters: whatever the query string holds is unknown. */
export const readNothing = (request: Request): undefined => void readQuery(NOTHING, request);

const NOTHING = z.strictObject({});

/** The JSON body through a schema; anything wrong or unknown in it is a 422 that names the field. */
export function readBody<S extends z.ZodObject>(schema: S, request: Request): z.output<S> {
  if (request.body === undefined)
    throw new Problem('unsupported_media_type', 'Send JSON with Content-Type: application/json.');
  return read(schema, request.body, 'validation_failed', 'field');
}

/** Refuses a body in which any of these fields is missing or empty. */
export function demand(fields: readonly string[], body: unknown): void {
  const given = (body ?? {}) as Record<string, unknown>;
  const missing = fields.filter((name) => (given[name] ?? '') === '');
  if (missing.length > 0)
    throw new Problem('malformed_request', `Missing parameters: ${missing.join(', ')}.`, { missing });
}

function read<S extends z.ZodObject>(schema: S, input: unknown, code: ProblemCode, what: string): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const known = Object.keys(schema.shape).join(', ');
  const errors = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: `/${key}`,
          code: 'unknown',
          message: `No such ${what}: ${key}. There are: ${known}.`,
        }))
      : [
          {
            pointer: `/${issue.path.join('/')}`,
            code: issue.code,
            message: `${String(issue.path[0] ?? 'body')}: ${complaint(issue)}`,
          },
        ],
  );
  throw new Problem(code, errors.map(({ message }) => message).join(' '), { errors });
}

/** What is never said back to whoever gave it. */
const SECRET = /password|token|secret/;

/** Says what was given, where that is short enough to recognise a slip in it. */
function complaint({ message, input, path }: z.core.$ZodIssue): string {
  const isShown = typeof input === 'string' && input.length <= 60 && !SECRET.test(path.join('.'));
  return isShown ? `${message}, not ${JSON.stringify(input)}.` : `${message}.`;
}
