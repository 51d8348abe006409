import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { interviewTemplateToSave } from '@trunkline/api-contract/interviews';
import { describeIssue } from '@trunkline/api-contract/http';
import type { input, output } from 'zod';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

/** A question set as a file has it, and what the API makes of it; or what is wrong, by the place in the file. */
export type TemplateFile =
  | { template: output<typeof interviewTemplateToSave>; given: input<typeof interviewTemplateToSave> }
  | { errors: { pointer: string; message: string }[] };

/** Checks a file of JSON, `-` for stdin, by the schema of the API. Throws a `CliError` if it cannot be read. */
export async function readTemplateFile(path: string): Promise<TemplateFile> {
  const content = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8').catch(unreadable(path));
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch (error) {
    return { errors: [{ pointer: '', message: `It is no JSON: ${(error as Error).message}` }] };
  }
  const parsed = interviewTemplateToSave.safeParse(given);
  if (parsed.success) return { template: parsed.data, given: given as input<typeof interviewTemplateToSave> };
  return {
    errors: parsed.error.issues.map((issue) => ({
      pointer: issue.path.map((part) => `/${String(part)}`).join(''),
      message: describeIssue(issue),
    })),
  };
}

const unreadable =
  (path: string) =>
  (cause: NodeJS.ErrnoException): never => {
    const reason = cause.code === 'ENOENT' ? 'There is no such file' : cause.message;
    throw new CliError(`${path} cannot be read: ${reason}.`, { cause, exit: EXIT.usage });
  };
