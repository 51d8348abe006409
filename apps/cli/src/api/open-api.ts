import type { ProblemAnswer } from '@trunkline/api-contract/http';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../invocation.ts';
import { readTarget, type TargetOptions } from './target.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The API of an installation. What it refuses is thrown as a `CliError` with the reason and the remedy. */
export type Api = {
  url: string;
  get: <T>(path: string, query?: Query) => Promise<T>;
  post: <T>(path: string, body: object) => Promise<T>;
  patch: <T>(path: string, body: object) => Promise<T>;
  remove: (path: string) => Promise<void>;
  /** Opens an event stream, which lasts until the signal aborts. */
  follow: (path: string, query: Query, follow: { headers: Headers; signal: AbortSignal }) => Promise<EventBody>;
};
type Headers = Readonly<Record<string, string>>;
type EventBody = NonNullable<Response['body']>;
type Sent = { method?: string; body?: object; headers?: Headers; within: AbortSignal };

const ANSWERS_WITHIN_MS = 60_000;

export function openApi(options: TargetOptions, signal: AbortSignal): Api {
  const { url, key } = readTarget(options);
  async function request(path: string, { method = 'GET', body, headers, within }: Sent): Promise<Response> {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: {
        accept: 'application/json',
        ...(key && { 'x-api-key': key }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      redirect: 'manual', // the key would go to the other server too
      signal: within,
    }).catch((cause: unknown) => {
      throw new CliError(
        `The API at ${url} does not answer. Start it with npm start, or name another with --url or TRUNKLINE_URL.`,
        { cause, exit: EXIT.unavailable },
      );
    });
    const elsewhere = response.headers.get('location');
    if (response.status >= 300 && response.status < 400)
      throw new CliError(`${url} leads to ${elsewhere ?? 'another URL'}. Name the URL of the API itself.`, {
        exit: EXIT.usage,
      });
    if (response.ok) return response;
    throw describeRefusal(response, parse(await response.text()) as Partial<ProblemAnswer> | undefined, url);
  }
  async function send<T>(path: string, method?: string, body?: object): Promise<T> {
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]);
    const response = await request(path, { ...(method && { method }), ...(body && { body }), within });
    if (response.status === 204) return undefined as T;
    const answer = parse(await response.text());
    if (answer !== undefined) return answer as T;
    throw describeRefusal(response, undefined, url);
  }
  return {
    url,
    get: (path, query) => send(withQuery(path, query)),
    post: (path, body) => send(path, 'POST', body),
    patch: (path, body) => send(path, 'PATCH', body),
    remove: (path) => send(path, 'DELETE'),
    async follow(path, query, { headers, signal: within }) {
      const accept = { accept: 'text/event-stream', ...headers };
      const response = await request(withQuery(path, query), { headers: accept, within });
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response.body!;
      throw describeRefusal(response, undefined, url);
    },
  };
}

function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, `${value}`])).toString();
  return text ? `${path}?${text}` : path;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const EXITS: Readonly<Record<number, ExitCode>> = {
  400: EXIT.usage,
  401: EXIT.refused,
  403: EXIT.refused,
  404: EXIT.notFound,
  409: EXIT.conflict,
  422: EXIT.usage,
  502: EXIT.unavailable,
  503: EXIT.unavailable,
  504: EXIT.unavailable,
};

function describeRefusal({ status }: Response, problem: Partial<ProblemAnswer> | undefined, url: string): CliError {
  const exit = EXITS[status] ?? EXIT.failed;
  if (problem?.detail === undefined)
    return new CliError(`${url} answered ${status}, not as Trunkline's API does. Check the URL.`, { exit });
  const remedy =
    status === 401
      ? ' Give a key with --key or TRUNKLINE_KEY; npx trunkline keys create NAME --label TEXT makes one.'
      : '';
  const id = exit === EXIT.failed && problem.request_id ? ` (${problem.request_id})` : '';
  return new CliError(`${problem.title}: ${problem.detail}${remedy}${id}`, { exit });
}
