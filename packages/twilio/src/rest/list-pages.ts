import { z } from 'zod';
import type { HttpAnswer } from './http-client.ts';
import { readResource } from './resources/read-resource.ts';
import { TwilioAnswerError } from './rest-errors.ts';

/** One page of a list, and how many requests it took, repeats included. */
export type Page<Row> = { rows: Row[]; requests: number };

/** GETs an absolute URL of Twilio's. */
export type Get = (uri: string, params?: Query) => Promise<HttpAnswer>;
export type Query = Record<string, string | number | undefined>;

/**
 * Pages of the list at `uri`, whose rows are under `key`. Follows `next_page_uri` only: it is anchored at a row, so that
 * new rows shift nothing.
 */
export async function* listPages<Row>(
  get: Get,
  uri: string,
  query: Query,
  key: string,
  row: z.ZodType<Row>,
): AsyncGenerator<Page<Row>, void, undefined> {
  const envelope = z.object({ [key]: z.array(row), next_page_uri: z.string().nullish() });
  let next: string | undefined = uri;
  while (next !== undefined) {
    const { body, attempts } = await get(next, next === uri ? query : undefined);
    const page = readResource(envelope, body, key);
    yield { rows: page[key] as Row[], requests: attempts };
    next = nextPage(page.next_page_uri as string | null | undefined, next);
  }
}

/** Credentials are sent to the next page: it must belong to the account, and differ from the present one. */
function nextPage(given: string | null | undefined, current: string): string | undefined {
  if (given === null || given === undefined) return undefined;
  const account = /^https:\/\/[^/]+\/2010-04-01\/Accounts\/\w+\//.exec(current)?.[0];
  const next = URL.canParse(given, current) ? new URL(given, current).href : '';
  if (account === undefined || !next.startsWith(account))
    throw new TwilioAnswerError('next_page_uri does not belong to the account: it is not followed');
  if (next === current) throw new TwilioAnswerError('next_page_uri points to its own page');
  return next;
}
