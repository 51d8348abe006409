import type { CallbackToStore } from '@trunkline/db/inbox';
import { describeKind, type CallbackKind } from '@trunkline/telephony/callbacks';
import { z } from 'zod';

/** A callback as a line of a spool file. */
export const toLine = (callback: CallbackToStore): string => `${JSON.stringify(callback)}\n`;

/** What the lines of a file hold; `unreadable` has the error of each line that is no callback. */
export type ReadLines = { callbacks: CallbackToStore[]; unreadable: unknown[] };

/** Reads lines as untrusted input: the file may be of another version, edited, restored or damaged. */
export function readLines(text: string): ReadLines {
  const read: ReadLines = { callbacks: [], unreadable: [] };
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      read.callbacks.push(spooledCallback.parse(JSON.parse(line)));
    } catch (error) {
      read.unreadable.push(error);
    }
  }
  return read;
}

/** This callback with only the fields that its kind reads, for a place where room is short. */
export function withReadFieldsOnly(callback: CallbackToStore): CallbackToStore {
  const wanted = new Set<string>([...describeKind(callback.callbackKind).reads, 'AccountSid']);
  const payload = Object.fromEntries(Object.entries(callback.payload).filter(([name]) => wanted.has(name)));
  return { ...callback, payload };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Files of the version before had `eventType` for `callbackKind`. */
const withKind = (file: unknown): unknown =>
  isObject(file) && 'eventType' in file ? { callbackKind: file.eventType, ...file } : file;

const textOrNull = z.string().nullable();
/** Kept as it is: zod would drop a field of a record that is called `__proto__`. */
const anyFields = z.custom<object>((value) => isObject(value) && !Array.isArray(value));

const spooledCallback: z.ZodType<CallbackToStore> = z.preprocess(
  withKind,
  z.object({
    source: z.string(),
    callbackKind: z.custom<CallbackKind>((kind) => typeof kind === 'string' && kind !== ''),
    callSid: textOrNull,
    recordingSid: textOrNull,
    dedupeKey: z.string().min(1),
    payload: anyFields,
    query: anyFields,
    escapedFields: z.array(z.string()),
    rawTarget: z.string(),
    idempotencyToken: textOrNull,
    signatureVerdict: z.string(),
    processingStatus: z.enum(['pending', 'quarantined']),
    error: textOrNull,
    copies: z.int().min(1).max(1_000_000),
  }),
);
