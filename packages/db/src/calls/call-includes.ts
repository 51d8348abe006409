import type { CallInclude } from '@trunkline/telephony/calls';
import { OPEN_SIREN_STATUSES } from '@trunkline/telephony/live-control';
import type { CommandKind, CommandState, RecordingStatus } from '@trunkline/telephony/live-control';
import { inList } from '../connection/in-list.ts';
import { firstGiven } from '../connection/latest-first.ts';
import { utcText } from '../connection/utc-text.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { isOpenGap } from '../reconciliation/is-open-gap.ts';
import { seesAllCalls } from './sees-all-calls.ts';

/** A command as a list shows it; its time is ISO 8601. */
export type ListedCommand = { kind: CommandKind; state: CommandState; requested_at: string; error: string | null };

/** Live control of the call, or of the conference that it is a leg of. */
export type ListedControl = {
  observed: RecordingStatus | null;
  is_final: boolean;
  recording: ListedCommand | null;
  drop: ListedCommand | null;
};

/** When a call rang and was answered, by its facts; without one that says so, an answer is an end less its duration. */
export const timesOf = (tx: Scoped, call: string): string => `(
  select min(coalesce(e.event_time, e.observed_at)) filter (where e.event_status = 'ringing') as ringing_since,
    coalesce(
      min(coalesce(e.event_time, e.observed_at)) filter (where e.event_status = 'in-progress'),
      case when ${call}.is_final and ${call}.duration_sec > 0 then ${call}.end_time - ${call}.duration_sec * interval '1 second' end
    ) as answered_at
  from call_events e
  where e.call_sid = ${call}.call_sid and e.event_type not like 'recording.%' and ${tx.rows('call_events', 'e')})`;

/** The columns that a list adds to its calls `c`: each one JSON object, or null. Staff alone see missing callbacks. */
export const includedColumns = (tx: Scoped, includes: readonly CallInclude[]): string[] =>
  includes.flatMap((include) =>
    include === 'gap' && !seesAllCalls(tx) ? [] : [`${INCLUDED[include](tx)} as ${include}`],
  );

const nameOf = (tx: Scoped, id: string): string =>
  `(select n.name from profiles n where n.id = ${id} and ${tx.rows('profiles', 'n')})`;

/** The contact of a call under an alias; staff see the name of its candidate too. */
export const contactOf = (tx: Scoped, call: string): string => `(
  select jsonb_build_object('id', p.id::text, 'display_name', p.display_name, 'phone_number', p.phone_number,
    'formatted_number', p.formatted_number,
    'candidate_name', ${seesAllCalls(tx) ? `(select a.name from candidates a where a.id = ${call}.candidate_id)` : 'null'})
  from conversations k join contacts p on p.id = k.contact_id
  where k.id = ${call}.conversation_id and ${tx.rows('conversations', 'k')} and ${tx.rows('contacts', 'p')})`;

const command = (tx: Scoped, about: string): string => `(
  select jsonb_build_object('kind', x.kind, 'state', x.state, 'requested_at', ${utcText('x.requested_at')},
    'error', x.error) from call_commands x
  where x.call_id = m.id and ${about} and ${tx.rows('call_commands', 'x')} order by x.id desc limit 1)`;

const INCLUDED: Readonly<Record<CallInclude, (tx: Scoped) => string>> = {
  contact: (tx) => contactOf(tx, 'c'),
  agent: (tx) => `(
    select jsonb_build_object('id', o.reader_id, 'name', ${nameOf(tx, 'o.reader_id')}) from orders o
    where o.id = c.order_id and o.reader_id is not null and ${tx.rows('orders', 'o')})`,
  order: (tx) => `(
    select jsonb_build_object('id', o.id::text, 'status', o.status, 'client_id', o.client_id, 'client_name', ${nameOf(tx, 'o.client_id')})
    from orders o where o.id = c.order_id and ${tx.rows('orders', 'o')})`,
  siren: (tx) => `(
    select jsonb_build_object('id', s.id::text, 'alert_type', s.alert_type, 'status', s.status,
      'raised_at', ${utcText('s.created_at')}, 'acknowledged_at', ${utcText('s.acknowledged_at')},
      'acknowledged_by_name', ${nameOf(tx, 's.acknowledged_by')})
    from siren_alerts s
    where s.call_id = c.id and s.status in ${inList(OPEN_SIREN_STATUSES)} and ${tx.rows('siren_alerts', 's')})`,
  control: (tx) => `(
    select jsonb_build_object('observed', m.recording_status, 'is_final', m.is_final,
      'recording', ${command(tx, `x.kind <> 'drop'`)}, 'drop', ${command(tx, `x.kind = 'drop'`)})
    from calls m where m.id = ${firstGiven('c.conference_call_id', 'c.id')} and ${tx.rows('calls', 'm')})`,
  gap: () => `(
    select jsonb_build_object('open', count(*)) from callback_gaps g where g.call_sid = c.call_sid and ${isOpenGap('g')})`,
};
