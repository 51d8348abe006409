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
};

const ANSWERS_WITHIN_MS = 60_000;

export function openApi(options: TargetOptions, signal: AbortSignal): Api {
  const { url, key } = readTarget(options);
  async function send<T>(path: string, body?: object): Promise<T> {
    const headers = {
      accept: 'application/json',
      ...(key && { 'x-api-key': key }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const request = {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      redirect: 'manual', // the key would go to the other server too
    } as const;
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]);
    const response = await fetch(`${url}${path}`, { ...request, headers, signal: within }).catch((cause: unknown) => {
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
    const text = await response.text();
    const answer = parse(text);
    if (response.ok && answer !== undefined) return answer as T;
    throw describeRefusal(response, answer as Partial<ProblemAnswer> | undefined, url);
  }
  return {
    url,
    get: (path, query = {}) => {
      const given = Object.entries(query).filter(([, value]) => value !== undefined);
      const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, `${value}`])).toString();
      return send(text ? `${path}?${text}` : path);
    },
    post: send,
  };
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
