import type { Request } from 'express';
import { describeIssue } from '@trunkline/api-contract/http';
import { z } from 'zod';
import { Problem, type ProblemCode } from './problem.ts';

/** Reads the query string by a schema. An invalid or unknown parameter is a 400 that names it. */
export const readQuery = <S extends z.ZodObject>(schema: S, request: Request): z.output<S> =>
  read(schema, request.query, 'malformed_request', 'parameter');

/** For endpoints without parameters: any parameter is unknown. */
export const readNoQuery = (request: Request): undefined => void readQuery(NO_PARAMETERS, request);

const NO_PARAMETERS = z.strictObject({});

/** Reads the JSON body by a schema. An invalid or unknown field is a 422 that names it. */
export function readBody<S extends z.ZodObject>(schema: S, request: Request): z.output<S> {
  if (request.body === undefined)
    throw new Problem('unsupported_media_type', 'Send JSON with Content-Type: application/json.');
  return read(schema, request.body, 'validation_failed', 'field');
}

/** Throws a 400 that lists the required fields which are missing or empty. */
export function requireFields(fields: readonly string[], body: unknown): void {
  const given = (body ?? {}) as Record<string, unknown>;
  const missing = fields.filter((name) => (given[name] ?? '') === '');
  if (missing.length > 0)
    throw new Problem('malformed_request', `Missing parameters: ${missing.join(', ')}.`, { missing });
}

function read<S extends z.ZodObject>(schema: S, input: unknown, code: ProblemCode, what: string): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw refusal(code, schema, parsed.error, {
    what,
    describe: (issue) => `${String(issue.path[0] ?? 'body')}: ${messageOf(issue)}`,
  });
}

type Words = {
  /** What an unknown key is. */
  what: string;
  /** The pointer of what the schema has read. */
  under?: string;
  describe: (issue: z.core.$ZodIssue) => string;
};

/** Lists all that a schema refuses, each by its place; an unknown key with those that are known. */
export function refusal(
  code: ProblemCode,
  { shape }: z.ZodObject,
  { issues }: z.ZodError,
  { what, under = '', describe }: Words,
): Problem {
  const known = Object.keys(shape).join(', ') || 'none';
  const errors = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: `${under}/${key}`,
          code: 'unknown',
          message: `Unknown ${what} ${key}. Known are: ${known}.`,
        }))
      : [{ pointer: `${under}/${issue.path.join('/')}`, code: issue.code, message: describe(issue) }],
  );
  return new Problem(code, errors.map(({ message }) => message).join(' '), { errors });
}

/** Values of these fields are never repeated in an answer. */
const SECRET = /password|token|secret/;

/** The message with the given value, if that is short enough to show a typing error. */
function messageOf(issue: z.core.$ZodIssue): string {
  const { input, path } = issue;
  const message = describeIssue(issue);
  const isShown = typeof input === 'string' && input.length <= 60 && !SECRET.test(path.join('.'));
  return isShown ? `${message}, not ${JSON.stringify(input)}.` : `${message}.`;
}
