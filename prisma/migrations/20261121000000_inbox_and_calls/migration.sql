-- The inbox: every callback of Twilio, as received. An id carries the UTC day of its receipt: days since 1970 times
-- 10^11, plus a sequence. So one number finds a row and its partition, and partitions by day are ranges of ids.
create sequence twilio_webhook_inbox_seq as bigint maxvalue 99999999999 cycle;

create function inbox_id_floor(day date) returns bigint
  language sql immutable parallel safe
  as $$ select (day - date '1970-01-01')::bigint * 100000000000 $$;

create function next_inbox_id() returns bigint
  language sql volatile
  as $$ select floor(extract(epoch from now()) / 86400)::bigint * 100000000000 + nextval('twilio_webhook_inbox_seq') $$;

create table twilio_webhook_inbox (
  id                bigint       not null default next_inbox_id(),
  source            text         not null,
  event_type        text         not null,
  call_sid          varchar(100),
  recording_sid     varchar(100),
  dedupe_key        varchar(255) not null,
  payload           jsonb        not null,
  query             jsonb        not null default '{}',
  escaped_fields    text[]       not null default '{}',
  raw_target        text         not null default '',
  idempotency_token text,
  signature_verdict text         not null default 'unchecked',
  received_at       timestamptz  not null default now(),
  processed_at      timestamptz,
  processing_status text         not null default 'pending',
  error             text,
  retry_count       integer      not null default 0,
  generation        integer      not null default 0,
  next_attempt_at   timestamptz  not null default now() + interval '5 seconds',
  constraint twilio_webhook_inbox_pkey primary key (id),
  constraint twilio_webhook_inbox_processing_status_check check (
    processing_status in ('pending', 'processing', 'completed', 'failed', 'dead_letter', 'quarantined'))
) partition by range (id);

create index twilio_webhook_inbox_call_sid_idx on twilio_webhook_inbox (call_sid);
create index twilio_webhook_inbox_recording_sid_idx on twilio_webhook_inbox (recording_sid) where recording_sid is not null;
-- Small: what the relay has to look after. Completed rows are not in it.
create index twilio_webhook_inbox_unfinished_idx on twilio_webhook_inbox (next_attempt_at)
  where processing_status in ('pending', 'processing', 'failed');
create index twilio_webhook_inbox_stopped_idx on twilio_webhook_inbox (processing_status, id)
  where processing_status in ('dead_letter', 'quarantined');

create table twilio_webhook_inbox_default partition of twilio_webhook_inbox default;

-- Who is known already. Uniqueness on a partitioned table would have to include the day, and a copy may arrive after
-- midnight: so the dedupe key, as 16 bytes, has a table of its own, where copies are counted.
create table twilio_webhook_dedupe (
  key          uuid        not null,
  inbox_id     bigint      not null,
  copies       integer     not null default 1,
  last_seen_at timestamptz not null default now(),
  constraint twilio_webhook_dedupe_pkey primary key (key)
) with (fillfactor = 90);

-- Creates the partitions of `days` days from `from_day` on that do not exist yet; returns how many it created.
-- A day that already has rows in the default partition stays there.
create function ensure_inbox_partitions(from_day date, days integer) returns integer
  language plpgsql
  as $$
declare
  day date;
  name text;
  created integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('ensure_inbox_partitions'));
  for day in select from_day + n from generate_series(0, days - 1) n loop
    name := 'twilio_webhook_inbox_' || to_char(day, 'YYYYMMDD');
    continue when to_regclass(name) is not null;
    continue when exists (
      select from twilio_webhook_inbox_default where id >= inbox_id_floor(day) and id < inbox_id_floor(day + 1));
    execute format('create table %I partition of twilio_webhook_inbox for values from (%s) to (%s)',
      name, inbox_id_floor(day), inbox_id_floor(day + 1));
    created := created + 1;
  end loop;
  return created;
end $$;

-- Drops the partitions of days before `before_day` in which nothing is left to do; returns how many it dropped.
create function drop_inbox_partitions(before_day date) returns integer
  language plpgsql
  as $$
declare
  name text;
  is_busy boolean;
  dropped integer := 0;
begin
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'twilio_webhook_inbox'::regclass
      and c.relname ~ '^twilio_webhook_inbox_\d{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') < before_day
    order by 1
  loop
    execute format('select exists (select from %I where processing_status in (''pending'', ''processing'', ''failed'', ''dead_letter''))', name)
      into is_busy;
    continue when is_busy;
    execute format('drop table %I', name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

select ensure_inbox_partitions((now() at time zone 'utc')::date, 8);

-- People and conversations.
create table contacts (
  id               bigint       generated always as identity,
  phone_number     varchar(20)  not null,
  formatted_number varchar(30),
  display_name     varchar(255),
  metadata         jsonb        not null default '{}',
  created_at       timestamptz  not null default now(),
  updated_at       timestamptz  not null default now(),
  constraint contacts_pkey primary key (id)
);
create unique index contacts_phone_number_key on contacts (phone_number);

create table conversations (
  id              bigint       generated always as identity,
  contact_id      bigint       not null,
  external_id     varchar(100) not null,
  subject         varchar(255),
  status          varchar(50)  not null default 'active',
  last_message_at timestamptz,
  metadata        jsonb        not null default '{}',
  created_at      timestamptz  not null default now(),
  updated_at      timestamptz  not null default now(),
  constraint conversations_pkey primary key (id),
  constraint conversations_contact_id_fkey foreign key (contact_id) references contacts (id) on delete cascade on update cascade
);
create unique index conversations_external_id_key on conversations (external_id);
create index conversations_contact_id_idx on conversations (contact_id);

-- Calls: one row per Twilio leg (and, without a SID, per scheduled call).
create function call_status_rank(status text) returns integer
  language sql immutable parallel safe
  as $$ select case status
    when 'scheduled' then 0 when 'initiating' then 1 when 'queued' then 1 when 'initiated' then 2
    when 'ringing' then 3 when 'in-progress' then 4 else 5 end $$;

create table calls (
  id                     bigint        generated always as identity,
  call_sid               varchar(100),
  conversation_id        bigint,
  account_sid            varchar(100),
  parent_call_sid        varchar(100),
  status                 text          not null default 'queued',
  direction              varchar(50)   not null default 'external',
  twilio_direction       text,
  from_number            text,
  to_number              text,
  outside_number         varchar(20),
  sip_or_pstn            text,
  duration_sec           integer,
  price                  decimal(10,4),
  price_unit             varchar(10),
  queue_time             integer,
  start_time             timestamptz,
  end_time               timestamptz,
  answered_by            text,
  ended_reason           text,
  initiated_by           uuid,
  sip_response_code      text,
  error_code             text,
  error_message          text,
  dial_call_sid          varchar(100),
  dial_call_status       text,
  dial_call_duration_sec integer,
  recording_sid          varchar(100),
  recording_url          text,
  recording_status       text,
  siren_triggered        boolean       not null default false,
  candidate_id           integer,
  campaign_id            text,
  campaign_contact_id    text,
  external_call_id       text,
  webhook_events         jsonb         not null default '[]',
  metadata               jsonb         not null default '{}',
  last_event_time        timestamptz,
  is_final               boolean       not null default false,
  finalized_at           timestamptz,
  sync_state             text          not null default 'active',
  version                integer       not null default 0,
  created_at             timestamptz   not null default now(),
  updated_at             timestamptz   not null default now(),
  constraint calls_pkey primary key (id),
  constraint calls_conversation_id_fkey foreign key (conversation_id) references conversations (id) on delete set null on update cascade,
  constraint calls_status_check check (status in (
    'scheduled', 'initiating', 'queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer',
    'canceled', 'failed', 'dropped_by_monitor', 'dropped_by_reader', 'dropped_by_client'))
) with (fillfactor = 60);
create unique index calls_call_sid_key on calls (call_sid);
-- Every fact of a call updates its row: indexes hold only what is set, and pages keep room for the next version.
create index calls_conversation_id_idx on calls (conversation_id) where conversation_id is not null;
create index calls_parent_call_sid_idx on calls (parent_call_sid) where parent_call_sid is not null;
create index calls_candidate_id_idx on calls (candidate_id) where candidate_id is not null;

-- The last guard: whatever a program does, a call's status never goes down.
create function refuse_call_regression() returns trigger
  language plpgsql
  as $$
begin
  raise exception 'call % may not go from % to %', old.call_sid, old.status, new.status using errcode = 'check_violation';
end $$;

create trigger calls_status_guard before update of status on calls
  for each row when (call_status_rank(new.status) < call_status_rank(old.status))
  execute function refuse_call_regression();

-- The log: one row per applied fact, never changed.
create table call_events (
  id           bigint       generated always as identity,
  inbox_id     bigint       not null,
  call_sid     varchar(100),
  event_type   text         not null,
  event_status text,
  event_time   timestamptz,
  observed_at  timestamptz  not null,
  created_at   timestamptz  not null default now(),
  source       text         not null,
  verdict      text         not null,
  fact         jsonb        not null,
  payload      jsonb        not null,
  constraint call_events_pkey primary key (id)
);
create unique index call_events_inbox_id_key on call_events (inbox_id);
create index call_events_call_sid_idx on call_events (call_sid);

create function refuse_event_change() returns trigger
  language plpgsql
  as $$ begin raise exception 'call_events is a log: rows are never changed' using errcode = 'check_violation'; end $$;
create trigger call_events_immutable before update on call_events for each row execute function refuse_event_change();

-- Applications that placed the calls.
create table candidates (
  id             integer     not null,
  call_status    text,
  last_call_sid  varchar(100),
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint candidates_pkey primary key (id)
);

create table campaigns (
  id         text        not null,
  name       text,
  created_at timestamptz not null default now(),
  constraint campaigns_pkey primary key (id)
);

create table call_attempts (
  id               bigint       generated always as identity,
  call_sid         varchar(100) not null,
  external_call_id text,
  campaign_id      text,
  contact_id       text,
  event_type       text         not null,
  contact_state    text         not null,
  duration_sec     integer,
  error_code       text,
  error_message    text,
  started_at       timestamptz,
  ended_at         timestamptz,
  created_at       timestamptz  not null default now(),
  updated_at       timestamptz  not null default now(),
  constraint call_attempts_pkey primary key (id),
  constraint call_attempts_campaign_id_fkey foreign key (campaign_id) references campaigns (id) on delete set null on update cascade
);
create unique index call_attempts_call_sid_key on call_attempts (call_sid);
create index call_attempts_campaign_id_contact_id_idx on call_attempts (campaign_id, contact_id);

create function touch_updated_at() returns trigger
  language plpgsql
  as $$ begin new.updated_at := now(); return new; end $$;
create trigger contacts_updated_at before update on contacts for each row execute function touch_updated_at();
create trigger conversations_updated_at before update on conversations for each row execute function touch_updated_at();
create trigger candidates_updated_at before update on candidates for each row execute function touch_updated_at();
create trigger call_attempts_updated_at before update on call_attempts for each row execute function touch_updated_at();

-- The call inbox's own shape of a call.
create view messages as
select
  id,
  conversation_id,
  call_sid as twilio_sid,
  direction,
  case
    when status in ('scheduled', 'initiating', 'queued', 'initiated') then 'ringing'
    when status like 'dropped_by_%' then 'completed'
    else status
  end as status,
  coalesce(from_number, '') as from_number,
  coalesce(to_number, '') as to_number,
  duration_sec as duration,
  price,
  price_unit,
  start_time,
  end_time,
  recording_url,
  parent_call_sid,
  metadata || jsonb_build_object(
    'answered_by', answered_by,
    'queue_time', queue_time,
    'twilio_direction', twilio_direction,
    'twilioDirection', twilio_direction,
    'twilio_status', status,
    'actual_direction', direction,
    'display_status', case
      when status = 'completed' and dial_call_status in ('busy', 'no-answer', 'failed', 'canceled') then dial_call_status
      else status end,
    'duration', duration_sec,
    'hasParent', parent_call_sid is not null,
    'from', from_number,
    'to', to_number
  ) as metadata,
  created_at,
  updated_at,
  last_event_time,
  is_final,
  finalized_at,
  sync_state
from calls
where call_sid is not null;

-- The status-callback router's log: every status event with its payload.
create view call_logs as
select
  id,
  (fact -> 'values' ->> 'candidateId')::integer as candidate_id,
  call_sid,
  fact ->> 'status' as status,
  payload ->> 'To' as to_number,
  payload ->> 'From' as from_number,
  payload,
  created_at
from call_events
where fact ->> 'kind' = 'call-status';
