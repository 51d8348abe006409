import type { CliConfig } from '../config.ts';
import { CliError } from '../cli-error.ts';

type Answer = { status: number; body: Record<string, unknown> };

/** HTTP client of the API. A 409 is an answer; any other refusal throws a `CliError`. */
export type InterviewApi = {
  get<T>(path: string): Promise<T>;
  post(path: string, body: object): Promise<Answer>;
};

export function openInterviewApi({ apiUrl, apiKey }: CliConfig, signal: AbortSignal): InterviewApi {
  const send = async (path: string, options: { method?: string; body?: string } = {}): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', ...(apiKey !== undefined && { 'x-api-key': apiKey }) };
    const request = { ...options, headers, signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) };
    const response = await fetch(`${apiUrl}${path}`, request).catch((cause: unknown) => {
      throw new CliError(`The API at ${apiUrl} does not answer. Check that npm start is still running.`, { cause });
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (response.ok || response.status === 409) return { status: response.status, body };
    throw new CliError(`${path} answered ${response.status}: ${String(body['detail'])}`);
  };
  return {
    get: async <T>(path: string) => (await send(path)).body as T,
    post: (path, body) => send(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}
