import type { ProblemAnswer } from '@trunkline/api-contract/http';
import { RequestError } from './request-error.ts';

type Options = {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: object;
  signal?: AbortSignal;
  ifMatch?: string;
  /** A request that is sent again with it has no second effect. */
  idempotencyKey?: string;
};

/** Sends a request to the API and returns its JSON. Throws a RequestError for every other answer, and for none. */
export async function request<T>(
  path: string,
  { method = 'GET', body, signal, ifMatch, idempotencyKey }: Options = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-requested-with': 'trunkline-console' };
  if (body) headers['content-type'] = 'application/json';
  if (ifMatch) headers['if-match'] = ifMatch;
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  const response = await fetch(path, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch(unreachable);
  if (!response.ok) throw new RequestError(await readProblem(response));
  return (await response.json()) as T;
}

function unreachable(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
  const detail = 'The server did not answer. Check your connection, and that the API runs.';
  throw new RequestError({ code: 'unreachable', title: 'Server unreachable', detail, status: 0 }, { cause });
}

/** A proxy before the API may answer with a page of its own. */
async function readProblem(response: Response): Promise<ProblemAnswer | ConstructorParameters<typeof RequestError>[0]> {
  if (response.headers.get('content-type')?.includes('json')) return (await response.json()) as ProblemAnswer;
  const { status, statusText } = response;
  const detail = 'Something before the API answered in its place. Retry, then check the proxy.';
  const requestId = response.headers.get('x-request-id');
  const words = { code: `http_${status}`, title: `${status} ${statusText}`.trim(), detail, status };
  return { ...words, ...(requestId && { request_id: requestId }) };
}

/** A path with those parameters of the query that are given. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, `${value}`])).toString();
  return text ? `${path}?${text}` : path;
}
