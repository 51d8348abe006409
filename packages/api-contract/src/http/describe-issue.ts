import type { z } from 'zod';

/**
 * What is wrong with a value, in words and without a full stop: `expected one of busy, failed`. The message of a schema that
 * has its own stays.
 */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const isOfZod = /^(?:Invalid (?:option|input)|Too (?:small|big)):/.test(issue.message);
  return (isOfZod && describe(issue)) || issue.message;
}

/** Undefined for what zod says better. */
function describe(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `expected ${issue.inclusive ? 'at least' : 'more than'} ${amount(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `expected ${issue.inclusive ? 'at most' : 'less than'} ${amount(issue.maximum, issue.origin)}`;
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'is missing' : undefined;
    default:
      return undefined;
  }
}

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item', map: 'entry' };

function amount(limit: number | bigint, origin: string): string {
  const unit = UNITS[origin];
  if (!unit) return String(limit);
  return `${limit} ${Number(limit) === 1 ? unit : unit.replace(/y?$/, (end) => (end ? 'ies' : 's'))}`;
}
