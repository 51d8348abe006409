import type { z } from 'zod';

/**
 * The object of the schema in what a model wrote: alone, in a fence, within prose, behind its reasoning, with commas
 * behind the last items. Undefined where none fits the schema, or several different ones do: which of them is the answer
 * is not ours to guess.
 */
export function readObject<S extends z.ZodType>(written: string, schema: S): z.output<S> | undefined {
  const objects = objectsIn(written);
  const { start, end } = answerIn(written, objects);
  const fitting = new Map<string, z.output<S>>();
  for (const object of objects) {
    const parsed = object.start < start || object.end > end ? undefined : schema.safeParse(object.value);
    if (parsed?.success) fitting.set(JSON.stringify(parsed.data), parsed.data);
  }
  return fitting.size === 1 ? fitting.values().next().value : undefined;
}

/** What a model wrote for us, without what it wrote for itself. */
export function withoutReasoning(written: string): string {
  const { start, end } = answerIn(written, objectsIn(written));
  return written.slice(start, end);
}

type Span = { start: number; end: number };

/** Tags around reasoning, and the channels of gpt-oss, of which the last is the answer. */
const MARKS = /<(\/?)(?:think|thinking|thought|reasoning)>|<\|message\|>/gi;

/**
 * Where the answer is: behind the last mark that ends reasoning (templates put the opening tag into the prompt), before
 * one that is never closed. A mark within an object is a quotation.
 */
function answerIn(text: string, objects: readonly Span[]): Span {
  let [start, end] = [0, text.length];
  for (const mark of text.matchAll(MARKS)) {
    if (objects.some((object) => object.start < mark.index && mark.index < object.end)) continue;
    const isOpening = mark[1] === '';
    if (isOpening) end = Math.min(end, mark.index);
    else [start, end] = [mark.index + mark[0].length, text.length];
  }
  return { start, end: Math.max(start, end) };
}

/** A model that writes more braces than this writes no answer. */
const BRACES_AT_MOST = 500;

/** The outermost objects of a text that can be parsed. */
function objectsIn(text: string): (Span & { value: unknown })[] {
  const found: (Span & { value: unknown })[] = [];
  for (let start = text.indexOf('{'), n = 0; start !== -1 && n < BRACES_AT_MOST; n++) {
    const end = endOfObject(text, start);
    const value = end === undefined ? undefined : parseLeniently(text.slice(start, end));
    if (end !== undefined && value !== undefined) found.push({ start, end, value });
    start = text.indexOf('{', end === undefined || value === undefined ? start + 1 : end);
  }
  return found;
}

const TOKEN = /"(?:[^"\\]|\\[^])*"|[{}]/g;

/** Where the object that begins at `start` ends; undefined where it never does. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  TOKEN.lastIndex = start;
  for (let token = TOKEN.exec(text); token; token = TOKEN.exec(text)) {
    if (token[0] === '{') depth += 1;
    if (token[0] === '}' && --depth === 0) return token.index + 1;
  }
  return undefined;
}

const LAST_COMMA = /"(?:[^"\\]|\\[^])*"|,(?=\s*[}\]])/g;

function parseLeniently(text: string): unknown {
  for (const tried of [text, text.replaceAll(LAST_COMMA, (token) => (token === ',' ? '' : token))])
    try {
      return JSON.parse(tried);
    } catch {
      // the next form
    }
  return undefined;
}
