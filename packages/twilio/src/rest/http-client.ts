import type { Agent } from 'node:http';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type { RequestBudget } from './request-budget.ts';
import { SubmissionUnknownError, TwilioAnswerError } from './rest-errors.ts';
import { withoutNumbers } from './without-numbers.ts';

/** Where requests go. */
export type Route = {
  /** Answers instead of every `*.twilio.com`. */
  origin: string | undefined;
  agent: Agent;
  signal: AbortSignal;
  /** Every POST sets a state, and may be repeated. */
  setsStates?: boolean;
};

/** What the official client gets for a request that succeeded. */
export type HttpAnswer = { statusCode: number; body: unknown; headers: unknown; attempts: number };

/**
 * The place in the official client where every request of all its APIs passes: what is budgeted here is budgeted
 * everywhere. Nothing but success is returned, so the client never gets to throw errors of its own.
 */
export function budgetedHttpClient(budget: RequestBudget, { origin, agent, signal, setsStates }: Route): RequestClient {
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
      agent: isRepeatable && agent, // what cannot be repeated does not risk a connection that is about to be closed
      signal,
    });
    const { status: statusCode, headers, attempts } = answer;
    return { statusCode, headers, attempts, body: readBody({ method, url, isRepeatable }, answer.text) };
  };
  return { request } as Pick<RequestClient, 'request'> as RequestClient;
}

/** The credentials go to Twilio or to the configured origin, whatever the client was asked for. */
function routed(url: URL, origin: string | undefined): URL {
  if (url.protocol !== 'https:' || !url.hostname.endsWith('.twilio.com'))
    throw new TypeError(`${url.origin} is not Twilio; it gets no credentials`);
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

/** A success that cannot be read is none: what is repeatable fails, and of anything else we do not know what it did. */
function readBody(
  { method, url, isRepeatable }: { method: string; url: URL; isRepeatable: boolean },
  text: string,
): unknown {
  if (text === '') return '';
  try {
    return JSON.parse(text);
  } catch {
    const asked = { method, path: withoutNumbers(url.pathname) };
    const failure = new TwilioAnswerError(`${asked.method} ${asked.path} got a body that is no JSON`);
    throw isRepeatable ? failure : new SubmissionUnknownError(asked, failure);
  }
}
