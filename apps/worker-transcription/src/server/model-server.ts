import { readRefusal, type Refusal } from './read-refusal.ts';

/** The server gave no answer; `refusal` says why. What is refused by status costs nothing. */
export class ModelServerError extends Error {
  override readonly name = 'ModelServerError';
  readonly status: number;
  readonly refusal: Refusal;
  constructor(status: number, refusal: Refusal) {
    super(`The model server answered ${status}`); // without the body, which may repeat what was said
    this.status = status;
    this.refusal = refusal;
  }
}

/** Shorter than the three minutes after which a caller counts as dead. */
const ANSWER_WITHIN_MS = 120_000;

export type ModelServer = {
  /**
   * Sends one request, once; `sent` names its parameters. Resolves with the body of an answer; throws `ModelServerError`,
   * or as `fetch` does.
   */
  post(path: string, body: FormData | object, sent: readonly string[]): Promise<string>;
};

/** An OpenAI-compatible server. Retries are decided by the caller. */
export function openModelServer(config: { OPENAI_BASE_URL: string; OPENAI_API_KEY: string }): ModelServer {
  const base = config.OPENAI_BASE_URL.replace(/\/+$/, '');
  return {
    async post(path, body, sent) {
      const isForm = body instanceof FormData;
      const response = await fetch(base + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${config.OPENAI_API_KEY}`,
          accept: 'application/json',
          ...(!isForm && { 'content-type': 'application/json' }),
        },
        body: isForm ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      if (!response.ok) throw new ModelServerError(response.status, readRefusal(response.status, text, sent));
      if (IS_PAGE.test(text)) throw new ModelServerError(response.status, { about: 'access' });
      const error = errorWithin(text);
      if (error) throw new ModelServerError(error.status, readRefusal(error.status, text, sent));
      return text;
    },
  };
}

/** A web site answers at that address, and no model. */
const IS_PAGE = /^\s*<(?:!doctype|html)\b/i;

/** Some routers answer 200 with an error in it, whose code is the status of the server behind them. */
function errorWithin(text: string): { status: number } | undefined {
  if (!/^\s*\{\s*"error"/.test(text)) return undefined;
  try {
    const { error, choices, text: said } = JSON.parse(text) as Record<string, unknown>;
    if (!error || choices !== undefined || said !== undefined) return undefined;
    const code = Number((error as { code?: unknown }).code);
    return { status: code >= 400 && code < 600 ? code : 500 };
  } catch {
    return undefined;
  }
}
