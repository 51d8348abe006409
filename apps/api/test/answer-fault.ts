import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Route } from '../src/http/route.ts';

/** What is wrong with an answer by the contract of its endpoint, down to a field that the contract does not have. */
export function answerFault({ method, path, answers }: Route, status: number, answer: unknown): string | undefined {
  const where = `${method.toUpperCase()} ${path} ${status}`;
  const schema = answers[status];
  if (!schema) return `${where}: its contract knows no such status`;
  const json: unknown = answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
  const read = schema.safeParse(json);
  if (!read.success) return `${where} breaks its contract:\n${z.prettifyError(read.error)}`;
  const isWhole = isDeepStrictEqual(read.data, json);
  return isWhole ? undefined : `${where} has more than its contract: ${JSON.stringify(json)}`;
}
