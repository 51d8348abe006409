import type { RejectionCause, RejectionSample } from '@trunkline/telephony/rejected-requests';
import type { Queryable } from '../connection/open-database.ts';

/** Requests that were refused in one hour, for one cause at one URL. */
export type Rejection = {
  hour: Date;
  cause: RejectionCause;
  /** HTTP status of the answer. */
  responseStatus: number;
  method: string;
  /** Without its query. */
  path: string;
  host: string;
  /** Empty where the request names none. */
  accountSid: string;
  requests: number;
  /** Of the first of them. */
  sample: RejectionSample;
  firstAt: Date;
  lastAt: Date;
};

/** Adds to the rows of the hour. The rejections are of distinct hours, causes and URLs. SQL: ordered, so that copies lock alike. */
export async function saveRejections(db: Queryable, rejections: readonly Rejection[]): Promise<void> {
  await db.query({ name: 'save-rejections', text: SAVE, values: [JSON.stringify(rejections)] });
}

const SAVE = `
insert into rejected_requests as r (hour, cause, response_status, method, path, host, account_sid, requests, sample, first_at, last_at)
select "hour", "cause", "responseStatus", "method", "path", "host", "accountSid", "requests", "sample", "firstAt", "lastAt"
from jsonb_to_recordset($1::jsonb) as s("hour" timestamptz, "cause" text, "responseStatus" integer, "method" text, "path" text,
  "host" text, "accountSid" text, "requests" integer, "sample" jsonb, "firstAt" timestamptz, "lastAt" timestamptz)
order by "hour", "cause", "method", "path", "host", "accountSid"
on conflict (hour, cause, method, path, host, account_sid) do update set
  requests = r.requests + excluded.requests, last_at = excluded.last_at`;

/** Deletes at most `limit` rows that are a day old; returns how many. */
export async function deleteOldRejections(db: Queryable, limit: number): Promise<number> {
  return (await db.query(DELETE, [limit])).rowCount ?? 0;
}

const DELETE = `
delete from rejected_requests where id = any(array(
  select id from rejected_requests where last_at < now() - interval '1 day' order by last_at limit $1))`;
