import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { rowId, timestamp } from '../http/answer-values.ts';

export const explainQuery = z.strictObject({ format: z.enum(['json', 'text']).optional() });

const status = z.enum(CALL_STATUSES).nullable();
const text = z.string().nullable();

const VERDICTS = ['complete', 'healed', 'in_progress', 'pending', 'incomplete', 'failed', 'suspect'] as const;

const timelineEntry = z.object({
  at: timestamp,
  leg: z.string(),
  what: z.string(),
  name: z.string(),
  status,
  source: text,
  answer: text,
  delay_ms: z.number().nullable(),
  attempts: z.int().nullable(),
  inbox_id: rowId.nullable(),
  because: text,
});

const leg = z.object({
  call_sid: z.string(),
  role: z.enum(['parent', 'child']),
  label: z.string(),
  direction: text,
  status,
  expected: z.int(),
  received: z.int(),
  reconciled_at: timestamp.nullable(),
  sync_state: text,
});

const recording = z.object({
  recording_sid: z.string(),
  call_sid: z.string(),
  status: z.string(),
  duration_sec: z.int().nullable(),
  callback: z.string(),
});

/** What happened to a call and its legs, the verdict first. */
export const explanation = z
  .object({
    call_sid: z.string(),
    status,
    verdict: z.object({ state: z.enum(VERDICTS), sentence: z.string() }),
    counts: z.record(z.string(), z.int()),
    timeline: z.array(timelineEntry),
    legs: z.array(leg),
    recordings: z.array(recording),
    next: z.array(z.object({ why: z.string(), command: z.string() })),
  })
  .meta({ id: 'Explanation' });
