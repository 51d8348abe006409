import { z } from 'zod';
import type { HttpAnswer } from './http-client.ts';
import { faultsOf, readResource } from './resources/read-resource.ts';
import { TwilioAnswerError } from './rest-errors.ts';

/** One page of a list, and how many requests it took, repeats included. */
export type Page<Row> = { rows: Row[]; requests: number };

/** A row that cannot be read. `sid` is null where it has none; `fault` names its invalid fields, never their values. */
export type UnreadableRow = { list: string; sid: string | null; fault: string };

/** GETs an absolute URL of Twilio's. */
export type Get = (uri: string, params?: Query) => Promise<HttpAnswer>;
export type Query = Record<string, string | number | undefined>;

/**
 * Pages of the list at `uri`, whose rows are under `key`. Follows `next_page_uri` only: it is anchored at a row, so that
 * new rows shift nothing. A row that cannot be read is skipped and reported to `onUnreadable`; without that it fails the
 * list, for readers to whom a missing row would be proof.
 */
export async function* listPages<Row>(
  get: Get,
  uri: string,
  query: Query,
  key: string,
  row: z.ZodType<Row>,
  onUnreadable: (row: UnreadableRow) => void = refuse,
): AsyncGenerator<Page<Row>, void, undefined> {
  const envelope = z.object({ [key]: z.array(z.unknown()), next_page_uri: z.string().nullish() });
  let next: string | undefined = uri;
  while (next !== undefined) {
    const { body, attempts } = await get(next, next === uri ? query : undefined);
    const page = readResource(envelope, body, key);
    const rows = (page[key] as unknown[]).flatMap((raw) => {
      const parsed = row.safeParse(raw);
      if (parsed.success) return [parsed.data];
      onUnreadable({ list: key, sid: sidOf(raw), fault: faultsOf(parsed.error) });
      return [];
    });
    yield { rows, requests: attempts };
    next = nextPage(page.next_page_uri as string | null | undefined, next);
  }
}

function refuse({ list, sid, fault }: UnreadableRow): never {
  throw new TwilioAnswerError(`Twilio sent a row of ${list} of an unexpected shape: ${sid ?? 'no sid'}: ${fault}`);
}

/** Only what has the form of a SID: another value may hold a phone number. */
const SID = /^[A-Z]{2}[0-9a-fA-F]{32}$/;

function sidOf(raw: unknown): string | null {
  const sid = (raw as { sid?: unknown } | null)?.sid;
  return typeof sid === 'string' && SID.test(sid) ? sid : null;
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
