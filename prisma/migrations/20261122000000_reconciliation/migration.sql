-- Reconciliation: what Twilio never delivered is found, proven and healed.

-- When a tier last compared the finished call with Twilio; null: not yet. The index holds the calls that are live or not
-- compared yet, by when they were first seen. The fold writes none of these columns, so its updates stay out of the index.
alter table calls add column reconciled_at timestamptz;
-- When Twilio was last asked about the live call.
alter table calls add column checked_at timestamptz;
create index calls_unreconciled_idx on calls (created_at) where reconciled_at is null and call_sid is not null;

-- Cursors of the reconciliation jobs, as the call inbox has them.
create table sync_state (
  job_name        text        not null,
  cursor          jsonb       not null default '{}',
  last_success_at timestamptz,
  last_error_at   timestamptz,
  last_error      text,
  updated_at      timestamptz not null default now(),
  constraint sync_state_pkey primary key (job_name)
);

-- One row per callback that should have come and did not: why, how that is known, and who healed it.
create table callback_gaps (
  id               bigint       generated always as identity,
  call_sid         varchar(100) not null,
  missing          text         not null,
  sequence         integer,
  recording_sid    varchar(100),
  class            text         not null default 'unknown',
  due_at           timestamptz,
  noticed_at       timestamptz  not null default now(),
  noticed_by       text         not null,
  evidence         jsonb        not null default '{}',
  healed_at        timestamptz,
  healed_by        text,
  healing_inbox_id bigint,
  arrived_at       timestamptz,
  updated_at       timestamptz  not null default now(),
  constraint callback_gaps_pkey primary key (id),
  constraint callback_gaps_class_check check (class in ('never_sent', 'we_failed', 'acked_but_absent', 'unknown'))
);
create unique index callback_gaps_call_sid_missing_key on callback_gaps (call_sid, missing);
create index callback_gaps_open_idx on callback_gaps (id) where healed_at is null;
create index callback_gaps_noticed_at_idx on callback_gaps (noticed_at);

-- Scans of Twilio's lists that somebody asked for, or that are due every day.
create table sync_runs (
  id               bigint      generated always as identity,
  kind             text        not null,
  since            timestamptz not null,
  until            timestamptz not null,
  state            text        not null default 'queued',
  progress         jsonb       not null default '{}',
  synced           integer     not null default 0,
  skipped          integer     not null default 0,
  total            integer     not null default 0,
  error            text,
  cancel_requested boolean     not null default false,
  created_at       timestamptz not null default now(),
  started_at       timestamptz,
  heartbeat_at     timestamptz,
  finished_at      timestamptz,
  constraint sync_runs_pkey primary key (id),
  constraint sync_runs_state_check check (state in ('queued', 'running', 'completed', 'failed', 'canceled'))
);
create index sync_runs_unfinished_idx on sync_runs (id) where state in ('queued', 'running');

-- Recordings: a call may have several. Each row is the fold of the facts about it.
create table call_recordings (
  id            bigint        generated always as identity,
  recording_sid varchar(100)  not null,
  call_sid      varchar(100),
  account_sid   varchar(100),
  status        text          not null,
  source        text,
  channels      integer,
  track         text,
  duration_sec  integer,
  started_at    timestamptz,
  url           text,
  error_code    text,
  price         decimal(10,4),
  price_unit    varchar(10),
  announced_at  timestamptz   not null,
  updated_at    timestamptz   not null,
  constraint call_recordings_pkey primary key (id)
);
create unique index call_recordings_recording_sid_key on call_recordings (recording_sid);
create index call_recordings_call_sid_idx on call_recordings (call_sid);
