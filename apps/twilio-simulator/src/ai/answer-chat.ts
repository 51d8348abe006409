import { createHash } from 'node:crypto';
import type { AiRequest } from './ai-log.ts';
import { type Chat, completeChat } from './complete-chat.ts';

interface Asked {
  model: string;
  content: string;
  isGullible: boolean;
  fault: AiRequest['fault'];
}

/** What `POST /v1/chat/completions` answers: one choice, and what it cost. */
export function answerChat(chat: Chat, { model, content, isGullible, fault }: Asked) {
  const json = JSON.stringify(completeChat(chat, { isGullible, quotesFalsely: fault === 'falseQuotes' }));
  const text = fault === 'invalidJson' ? json.slice(0, Math.ceil(json.length / 2)) : json;
  const [prompt_tokens, completion_tokens] = [tokensOf(content), tokensOf(text)];
  return {
    id: `chatcmpl-${createHash('sha256').update(content).digest('hex').slice(0, 24)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** About four characters each. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4);
