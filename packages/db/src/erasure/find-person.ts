import { numberPattern } from '@trunkline/telephony/erasure';
import type { Queryable } from '../connection/open-database.ts';

/** Whom an erasure is about: an E.164 number, or a candidate with its number; or whom earlier ones were about. */
export type Subject = { number: string } | { candidateId: number } | ErasedBefore;

/** What a restored database has of persons whose erasures it does not know. */
type ErasedBefore = { numbers: readonly string[]; candidateIds: readonly number[]; callSids: readonly string[] };

/**
 * What identifies the person: numbers in E.164, and a pattern that finds them in text. No number: a pattern that finds
 * nothing. Calls that are found by neither are in `callSids`.
 */
export type Person = { numbers: string[]; candidateIds: number[]; callSids: readonly string[]; pattern: string };

const NOTHING = '(?!)';

/** Finds the numbers and candidates of a person. A candidate that was erased before has no number any more. */
export async function findPerson(tx: Queryable, subject: Subject): Promise<Person> {
  const given = asErasedBefore(subject);
  const { rows } = await tx.query<{ id: number; number: string | null }>(
    `select id, phone_number as number from candidates where id = any($1::int[]) or phone_number = any($2::text[])
      or phone_number in (select phone_number from candidates where id = any($1::int[]))`,
    [given.candidateIds, given.numbers],
  );
  const numbers = [...new Set([...given.numbers, ...rows.flatMap(({ number }) => number ?? [])])];
  const pattern = numbers.length > 0 ? numberPattern(numbers) : NOTHING;
  return { numbers, candidateIds: rows.map(({ id }) => id), callSids: given.callSids, pattern };
}

function asErasedBefore(subject: Subject): ErasedBefore {
  if ('number' in subject) return { numbers: [subject.number], candidateIds: [], callSids: [] };
  if ('candidateId' in subject) return { numbers: [], candidateIds: [subject.candidateId], callSids: [] };
  return subject;
}

/**
 * Lists the person's rows in temporary tables: inbox rows and calls that name a number or belong to a candidate, and their
 * interviews, answers and recordings. Reads whole tables: numbers are in payloads, which no index covers.
 */
export async function listPersonRows(
  tx: Queryable,
  { candidateIds, callSids, pattern }: Person,
  hex: string[],
): Promise<void> {
  await tx.query(`
    create temp table if not exists person_interviews (id uuid primary key) on commit drop;
    create temp table if not exists person_inbox (id bigint primary key) on commit drop;
    create temp table if not exists person_calls (call_sid varchar primary key) on commit drop;
    create temp table if not exists person_answers (id bigint primary key) on commit drop;
    create temp table if not exists person_recordings (recording_sid varchar primary key) on commit drop;
    truncate person_interviews, person_inbox, person_calls, person_answers, person_recordings`);
  await tx.query('insert into person_interviews select id from interviews where candidate_id = any($1::int[])', [
    candidateIds,
  ]);
  await tx.query(
    `insert into person_inbox select id from twilio_webhook_inbox
    where payload::text ~ $1 or query::text ~ $1 or raw_target ~ $1 or error ~ $1 or payload ->> 'hex' ~ any($2::text[])
      or query ->> 'interview_id' in (select id::text from person_interviews)`,
    [pattern, hex],
  );
  await tx.query(
    `insert into person_calls select distinct call_sid from (
      select call_sid from twilio_webhook_inbox where id in (select id from person_inbox)
      union all select call_sid from calls where candidate_id = any($2::int[])
        or concat_ws(' ', from_number, to_number, outside_number) ~ $1
      union all select call_sid from call_events where fact::text ~ $1 or payload::text ~ $1
      union all select call_sid from interviews where id in (select id from person_interviews)
      union all select call_sid from call_intents where to_number ~ $1 or candidate_id = any($2::int[])
        or interview_id in (select id from person_interviews)
      union all select unnest($3::text[])
    ) named where call_sid is not null`,
    [pattern, candidateIds, callSids],
  );
  await tx.query(`
    insert into person_inbox select id from twilio_webhook_inbox where call_sid in (select call_sid from person_calls)
      on conflict do nothing;
    insert into person_answers select id from interview_responses where interview_id in (select id from person_interviews);
    insert into person_recordings select recording_sid from call_recordings where call_sid in (select call_sid from person_calls)
      union select recording_sid from interview_responses
        where recording_sid is not null and interview_id in (select id from person_interviews)`);
}
