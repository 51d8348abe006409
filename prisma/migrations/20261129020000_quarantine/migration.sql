-- A quarantined callback is released or discarded, with a reason.
alter table twilio_webhook_inbox add column decision_reason text;
alter table twilio_webhook_inbox drop constraint twilio_webhook_inbox_processing_status_check;
alter table twilio_webhook_inbox add constraint twilio_webhook_inbox_processing_status_check check (
  processing_status in ('pending', 'processing', 'completed', 'failed', 'dead_letter', 'quarantined', 'discarded'));
create index twilio_webhook_inbox_discarded_idx on twilio_webhook_inbox (id) where processing_status = 'discarded';

-- A call that a quarantined callback names is asked of Twilio's REST API: one row for each call.
create table call_lookups (
  call_sid        varchar(100) not null,
  account_sid     varchar(100),
  inbox_id        bigint       not null,
  state           text         not null default 'due',
  call_status     text,
  attempts        integer      not null default 0,
  error           text,
  requested_at    timestamptz  not null default now(),
  next_attempt_at timestamptz  not null default now(),
  settled_at      timestamptz,
  constraint call_lookups_pkey primary key (call_sid),
  constraint call_lookups_state_check check (state in ('due', 'found', 'unknown', 'given_up'))
);
create index call_lookups_due_idx on call_lookups (next_attempt_at) where state = 'due';

-- Who may do what, as npm run policy:sql writes it for the new table.
grant select, insert, update, delete on call_lookups to trunkline_worker;
alter table call_lookups enable row level security;
alter table call_lookups force row level security;
grant select on call_lookups to app_superadmin;
grant select on call_lookups to app_admin;
grant select on call_lookups to app_monitor;
create policy call_lookups_worker on call_lookups for all to trunkline_worker using (true) with check (true);
create policy call_lookups_select_superadmin on call_lookups for select to app_superadmin using (true);
create policy call_lookups_select_admin on call_lookups for select to app_admin using (true);
create policy call_lookups_select_monitor on call_lookups for select to app_monitor using (true);
