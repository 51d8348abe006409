import type { z } from 'zod';

/**
 * The object of the schema in what a model wrote: alone, in a fence, within prose, behind its reasoning, with commas
 * behind the last items. Undefined where none fits the schema, or several different ones do: which of them is the answer
 * is not ours to guess.
 */
export function readObject<S extends z.ZodType>(written: string, schema: S): z.output<S> | undefined {
  const fitting = new Map<string, z.output<S>>();
  for (const value of objectsIn(withoutReasoning(written))) {
    const parsed = schema.safeParse(value);
    if (parsed.success) fitting.set(JSON.stringify(parsed.data), parsed.data);
  }
  return fitting.size === 1 ? fitting.values().next().value : undefined;
}

const REASONING = /<(think|thinking|thought|reasoning)>[^]*?<\/\1>/gi;
/** Templates put the opening tag into the prompt; a model that was cut never closes it. */
const UNOPENED = /^[^]*<\/(?:think|thinking|thought|reasoning)>/i;
const UNCLOSED = /<(?:think|thinking|thought|reasoning)>[^]*$/i;
/** Channels of gpt-oss: the last one is the answer. */
const CHANNELS = /^[^]*<\|message\|>/;

/** What a model wrote for us, without what it wrote for itself. JSON alone is unchanged, whatever its texts quote. */
export function withoutReasoning(written: string): string {
  const text = written.replace(/^\uFEFF/, '').trim();
  if (parseLeniently(text) !== undefined) return text;
  return text.replaceAll(REASONING, '').replace(UNOPENED, '').replace(UNCLOSED, '').replace(CHANNELS, '').trim();
}

/** A model that writes more braces than this writes no answer. */
const BRACES_AT_MOST = 500;

/** The outermost objects of a text that can be parsed. */
function objectsIn(text: string): unknown[] {
  const found: unknown[] = [];
  for (let at = text.indexOf('{'), n = 0; at !== -1 && n < BRACES_AT_MOST; n++) {
    const end = endOfObject(text, at);
    const value = end === undefined ? undefined : parseLeniently(text.slice(at, end));
    if (value !== undefined) found.push(value);
    at = text.indexOf('{', value === undefined ? at + 1 : end);
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
