import { z } from 'zod';
import type { Forms } from './parameters.ts';

type Question = { model: string; instructions: string; data: object; schema: z.ZodType; maxTokens: number };

/** The body of a chat request, its parameters in the given forms. Without a schema in the format, the instructions have it. */
export function chatBody({ model, instructions, data, schema, maxTokens }: Question, forms: Forms): object {
  const { limit, temperature, format } = forms;
  const described = z.toJSONSchema(schema, { target: 'draft-7' });
  const isInFormat = format === 'json_schema' || format === 'plain_schema';
  const system = isInFormat
    ? instructions
    : `${instructions}\n\nThe schema: ${JSON.stringify(withoutBounds(described))}`;
  return {
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: JSON.stringify(data) },
    ],
    ...(limit !== 'none' && { [limit]: maxTokens }),
    ...(temperature !== 'none' && { temperature: 0 }),
    ...(isInFormat && {
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'assessment',
          strict: true,
          schema: format === 'json_schema' ? withoutDialect(described) : withoutBounds(described),
        },
      },
    }),
    ...(format === 'json_object' && { response_format: { type: 'json_object' } }),
  };
}

const withoutDialect = (schema: object): object =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema'));

const BOUNDS = new Set(['$schema', 'maxLength', 'minLength', 'minimum', 'maximum', 'maxItems', 'minItems', 'pattern']);

/** The shape alone: the bounds are checked here in any case. */
function withoutBounds<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withoutBounds) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([name]) => !BOUNDS.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutBounds(value as unknown)])) as T;
}

/** What a model wrote. `isCut`: it had no room for more. */
export type Completion = {
  text: string;
  isCut: boolean;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
};

const tokens = z.number().nonnegative().optional().catch(undefined);
const completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.unknown().optional() }).optional().catch(undefined),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(undefined),
});

/** Characters that are kept of an answer that is no completion. */
const KEPT_OF_ANYTHING = 4000;

/** Reads the answer to a chat request; one that is no completion is what the model wrote, and was paid for. */
export function readCompletion(body: string): Completion {
  const parsed = completion.safeParse(parse(body));
  if (!parsed.success)
    return { text: body.slice(0, KEPT_OF_ANYTHING), isCut: false, inputTokens: undefined, outputTokens: undefined };
  const { choices, usage } = parsed.data;
  return {
    text: textOf(choices[0]!.message?.content),
    isCut: choices[0]!.finish_reason === 'length',
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
  };
}

/** A content is a text, or a list of parts, of which some are the model's reasoning. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as { type?: unknown; text?: unknown }[])
    .map((part) => (part?.type === 'text' && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
