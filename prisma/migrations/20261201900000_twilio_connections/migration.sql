-- A change of what a number, an application or a SIP domain of Twilio is configured to do, made by worker-reconcile. The rows
-- of a target tell what was there before.
create table twilio_connections (
  id           bigint      generated always as identity,
  action       text        not null,
  target       text        not null,
  voice_path   text        not null,
  is_dry_run   boolean     not null,
  requested_by text        not null,
  created_at   timestamptz not null default now(),
  claimed_at   timestamptz,
  settled_at   timestamptz,
  kind         text,
  sid          text,
  name         text,
  changes      jsonb,
  kept         text[],
  error        text,
  constraint twilio_connections_pkey primary key (id),
  constraint twilio_connections_action_check check (action in ('connect', 'disconnect')),
  constraint twilio_connections_kind_check check (kind in ('number', 'application', 'domain'))
);
create index twilio_connections_waiting_idx on twilio_connections (id) where settled_at is null;
create index twilio_connections_sid_id_idx on twilio_connections (sid, id);

grant select, insert, update, delete on twilio_connections to trunkline_retention;
grant usage on sequence twilio_connections_id_seq to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
alter table twilio_connections enable row level security;
alter table twilio_connections force row level security;
grant select on twilio_connections to app_superadmin;
grant insert on twilio_connections to app_superadmin;
grant select on twilio_connections to app_admin;
grant insert on twilio_connections to app_admin;
grant select on twilio_connections to trunkline_worker_reconcile;
grant update on twilio_connections to trunkline_worker_reconcile;
create policy twilio_connections_worker on twilio_connections for all to trunkline_worker using (true) with check (true);
create policy twilio_connections_select_superadmin on twilio_connections for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy twilio_connections_select_admin on twilio_connections for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy twilio_connections_insert_superadmin on twilio_connections for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy twilio_connections_insert_admin on twilio_connections for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
