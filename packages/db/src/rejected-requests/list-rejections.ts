import type { RejectionCause } from '@trunkline/telephony/rejected-requests';
import { openConditions } from '../connection/conditions.ts';
import { follows, positionOf, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import type { Rejection } from './save-rejections.ts';

export type RejectionFilter = {
  causes?: readonly RejectionCause[] | undefined;
  path?: string | undefined;
  accountSid?: string | undefined;
};

export type ListedRejection = Rejection & { id: string; position: string };

/** The refused requests of one cause. */
export type RejectionGroup = { cause: RejectionCause; requests: number; urls: number; firstAt: Date; lastAt: Date };

/** A page of refused requests by hour, cause and URL, the last ones first. The table holds a day of 100 rows an hour and process. */
export async function listRejections(
  tx: Scoped,
  filter: RejectionFilter,
  { after, limit }: PageAt,
): Promise<Page<ListedRejection>> {
  const { where, values } = whereOf(tx, filter);
  const [position, most] = [`$${values.push(after ?? null)}`, `$${values.push(limit + 1)}`];
  const { rows } = await tx.query<ListedRejection>(
    `select id::text, hour, cause, response_status as "responseStatus", method, path, host, account_sid as "accountSid", requests,
       sample, first_at as "firstAt", last_at as "lastAt", ${positionOf('last_at', 'id')} as position
     from rejected_requests r where ${where} and ${follows(position, 'last_at', 'id')}
     order by last_at desc, id desc limit ${most}`,
    values,
  );
  return toPage(rows, limit);
}

/** All of the filter by cause, the most frequent first. */
export async function groupRejections(tx: Scoped, filter: RejectionFilter): Promise<RejectionGroup[]> {
  const { where, values } = whereOf(tx, filter);
  const { rows } = await tx.query<RejectionGroup>(
    `select cause, sum(requests)::integer as requests, count(distinct (host, path))::integer as urls, min(first_at) as "firstAt",
       max(last_at) as "lastAt"
     from rejected_requests r where ${where} group by cause order by 2 desc, cause`,
    values,
  );
  return rows;
}

function whereOf(tx: Scoped, { causes, path, accountSid }: RejectionFilter) {
  const { values, conditions, add, addOneOf } = openConditions();
  addOneOf('cause', causes);
  add(path, (parameter) => `path = ${parameter}`);
  add(accountSid, (parameter) => `account_sid = ${parameter}`);
  return { where: [tx.rows('rejected_requests', 'r'), ...conditions].join(' and '), values };
}
