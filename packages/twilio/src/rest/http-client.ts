import type { Agent } from 'node:http';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type { RequestBudget } from './request-budget.ts';
import { SubmissionUnknownError, TwilioAnswerError } from './rest-errors.ts';
import { withoutNumbers } from './without-numbers.ts';

/** The destination of requests. */
export type Route = {
  /** Replaces every `*.twilio.com`. */
  origin: string | undefined;
  agent: Agent;
  signal: AbortSignal;
  /** True where every POST sets a state and may be repeated. */
  setsStates?: boolean;
  /** The variables to name where the credentials are refused; default: those of the budget. */
  credentials?: string;
};

/** What the official client gets for a successful request. */
export type HttpAnswer = { statusCode: number; body: unknown; headers: unknown; attempts: number };

/**
 * The transport of the official client: every request of all its APIs passes here, and so the budget. Returns successes
 * only, so that the client never throws errors of its own.
 */
export function budgetedHttpClient(budget: RequestBudget, route: Route): RequestClient {
  const { origin, agent, signal, setsStates, credentials } = route;
  const request = async (options: RequestClient.RequestOptions): Promise<HttpAnswer> => {
    const method = options.method.toUpperCase();
    const isRepeatable = method === 'GET' || (method === 'POST' && setsStates === true);
    const url = routed(new URL(options.uri), origin);
    for (const [name, value] of pairsOf(options.params)) url.searchParams.append(name, value);
    const answer = await budget.ask({
      method,
      url,
      headers: { ...headersOf(options), 'Accept-Encoding': 'gzip' },
      body: bodyOf(options),
      isRepeatable,
      agent: isRepeatable && agent, // a request that cannot be repeated must not meet a connection that is about to close
      signal,
      credentials,
    });
    const { status: statusCode, headers, attempts } = answer;
    return { statusCode, headers, attempts, body: readBody({ method, url, isRepeatable }, answer.text) };
  };
  return { request } as Pick<RequestClient, 'request'> as RequestClient;
}

/** Sends the credentials to Twilio or the configured origin only, whatever URL the client was given. */
function routed(url: URL, origin: string | undefined): URL {
  if (url.protocol !== 'https:' || !url.hostname.endsWith('.twilio.com'))
    throw new TypeError(`${url.origin} is not Twilio: credentials are not sent there`);
  return origin === undefined ? url : new URL(url.pathname + url.search, origin);
}

function headersOf({ headers, username, password }: RequestClient.RequestOptions): Record<string, string> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { ...(headers as Record<string, string>), Authorization: authorization };
}

function bodyOf({ data, headers }: RequestClient.RequestOptions): string | undefined {
  if (data === undefined || data === null) return undefined;
  const type = headers?.['Content-Type'];
  return type === 'application/json' ? JSON.stringify(data) : new URLSearchParams(pairsOf(data as object)).toString();
}

/** A list is its name repeated. */
const pairsOf = (params: object | undefined): [string, string][] =>
  Object.entries((params ?? {}) as Record<string, Value | Value[]>).flatMap(([name, value]) =>
    [value].flat().flatMap((item): [string, string][] => (item == null ? [] : [[name, String(item)]])),
  );

type Value = string | number | boolean | null | undefined;

/** An unreadable success is a failure of a repeatable request; the outcome of any other is unknown. */
function readBody(
  { method, url, isRepeatable }: { method: string; url: URL; isRepeatable: boolean },
  text: string,
): unknown {
  if (text === '') return '';
  try {
    return JSON.parse(text);
  } catch {
    const asked = { method, path: withoutNumbers(url.pathname) };
    const failure = new TwilioAnswerError(`${asked.method} ${asked.path} answered with no JSON`);
    throw isRepeatable ? failure : new SubmissionUnknownError(asked, failure);
  }
}
