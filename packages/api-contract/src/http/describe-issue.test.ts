import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { describeIssue } from './describe-issue.ts';

const messageOf = (schema: z.ZodType, input: unknown): string =>
  describeIssue(schema.safeParse(input).error!.issues[0]!);

test.each<[z.ZodType, unknown, string]>([
  [z.enum(['busy', 'failed']), 'bussy', 'expected one of busy, failed'],
  [z.literal('busy'), 'bussy', 'expected busy'],
  [z.array(z.string()).min(1), [], 'expected at least 1 item'],
  [z.array(z.string()).max(2), ['a', 'b', 'c'], 'expected at most 2 items'],
  [z.string().min(1), '', 'expected at least 1 character'],
  [z.string().max(64), 'x'.repeat(65), 'expected at most 64 characters'],
  [z.map(z.string(), z.string()).min(2), new Map(), 'expected at least 2 entries'],
  [z.number().min(1), 0, 'expected at least 1'],
  [z.number().lt(5), 5, 'expected less than 5'],
  [z.object({ name: z.string() }), {}, 'is missing'],
  [z.string(), 5, 'Invalid input: expected string, received number'],
  [z.string().min(1, 'expected a name'), '', 'expected a name'],
  [z.uuid(), 'x', 'Invalid UUID'],
])('%# %s of %j', (schema, input, message) => expect(messageOf(schema, input)).toBe(message));
