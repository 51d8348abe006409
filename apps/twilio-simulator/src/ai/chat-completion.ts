import { createHash } from 'node:crypto';
import type { AiRequest } from './ai-log.ts';
import { type Chat, completeChat } from './complete-chat.ts';
import type { Schema } from './fill-schema.ts';
import { invalidRequest } from './openai-response.ts';

interface ChatRequest {
  model: string;
  chat: Chat;
  /** All messages and the response format, as JSON. */
  content: string;
}

/** Reads the body of `POST /v1/chat/completions`. */
export function readChat(body: unknown): ChatRequest {
  const { model, messages, stream, response_format } = (body ?? {}) as Record<string, unknown>;
  if (typeof model !== 'string' || !Array.isArray(messages)) throw invalidRequest('model and messages are required');
  if (stream === true) throw invalidRequest('Streaming is not supported here.');
  const texts = (messages as Message[]).map(({ role, content }) => ({ role, text: textOf(content) }));
  const instructions = texts.filter(({ role }) => role !== 'user').map(({ text }) => text);
  const prompt = texts.findLast(({ role }) => role === 'user')?.text ?? '';
  const content = JSON.stringify(texts) + JSON.stringify(response_format ?? null);
  const schema = schemaOf(response_format as Format | undefined) ?? guessSchema(prompt + instructions.join());
  return { model, chat: { instructions: instructions.join('\n'), prompt, schema }, content };
}

interface Message {
  role: string;
  content: unknown;
}

interface Format {
  json_schema?: { schema?: Schema };
}

const schemaOf = (format: Format | undefined): Schema | undefined => format?.json_schema?.schema;

/** A message's content is a text, or a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as { text?: unknown }[]).map(({ text }) => (typeof text === 'string' ? text : '')).join('\n');
}

/** For requests without a JSON schema, whose prompt describes the form in words. */
function guessSchema(text: string): Schema {
  const list = { type: 'array', items: { type: 'string' } };
  const [string, number] = [{ type: 'string' }, { type: 'number' }];
  if (/overall_score/.test(text))
    return {
      type: 'object',
      properties: { overall_score: number, recommendation: string, strengths: list, areas_for_improvement: list },
    };
  const properties = {
    score: number,
    feedback: string,
    evidence: list,
    insufficient_evidence: { type: 'boolean' },
  };
  return { type: 'object', properties };
}

interface CompletionOptions {
  model: string;
  content: string;
  isGullible: boolean;
  fault: AiRequest['fault'];
}

/** The answer to `POST /v1/chat/completions`: one choice and its token usage. */
export function answerChat(chat: Chat, { model, content, isGullible, fault }: CompletionOptions) {
  const json = JSON.stringify(completeChat(chat, { isGullible, inventsQuotes: fault === 'falseQuotes' }));
  const text = withFault(json, fault);
  const [prompt_tokens, completion_tokens] = [tokensOf(content), tokensOf(text)];
  return {
    id: `chatcmpl-${createHash('sha256').update(content).digest('hex').slice(0, 24)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null },
        logprobs: null,
        finish_reason: fault === 'cutShort' ? 'length' : 'stop',
      },
    ],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

function withFault(json: string, fault: AiRequest['fault']): string {
  if (fault === 'invalidJson') return json.slice(0, Math.ceil(json.length / 2));
  if (fault === 'fenced') return `Here is the JSON:\n\`\`\`json\n${json}\n\`\`\``;
  if (fault === 'reasoning') return `<think>Let me see {what} was said.</think>\n${json}`;
  return fault === 'cutShort' ? '' : json;
}

/** About four characters per token. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4);
