-- Who may see what, live calls and sirens, what happened as a stream, and who did it.

-- Database roles belong to the server, not to one database: another database of it may have made them already.
do $$
declare
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('trunkline roles'));
  foreach name in array array['trunkline_worker', 'app_superadmin', 'app_admin', 'app_monitor', 'app_reader', 'app_client'] loop
    if not exists (select from pg_roles where rolname = name) then execute format('create role %I nologin', name); end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'trunkline_api') then
    create role trunkline_api login noinherit; -- without a password nobody logs in over the network
  end if;
  grant app_superadmin, app_admin, app_monitor, app_reader, app_client to trunkline_api;
  execute format('grant trunkline_worker to %I', current_user); -- the workers' login
end $$;

-- People. A client orders a call, a reader takes it; monitors look after all of them.
create table profiles (
  id            uuid        not null default gen_random_uuid(),
  name          text        not null,
  role          text        not null,
  phone_number  varchar(20),
  password_hash text,
  is_active     boolean     not null default true,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint profiles_pkey primary key (id),
  constraint profiles_role_check check (role in ('superadmin', 'admin', 'monitor', 'reader', 'client'))
);
create unique index profiles_name_key on profiles (name);
create trigger profiles_updated_at before update on profiles for each row execute function touch_updated_at();

-- Of a key, a session or a login link only a digest is kept.
create table api_keys (
  id           bigint      generated always as identity,
  prefix       text        not null,
  secret_hash  text        not null,
  profile_id   uuid        not null,
  label        text        not null,
  scopes       text[]      not null default '{}',
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  created_at   timestamptz not null default now(),
  constraint api_keys_pkey primary key (id),
  constraint api_keys_profile_id_fkey foreign key (profile_id) references profiles (id) on delete cascade on update cascade
);
create unique index api_keys_prefix_key on api_keys (prefix);
create index api_keys_profile_id_idx on api_keys (profile_id);

create table sessions (
  token_hash   text        not null,
  profile_id   uuid        not null,
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  constraint sessions_pkey primary key (token_hash),
  constraint sessions_profile_id_fkey foreign key (profile_id) references profiles (id) on delete cascade on update cascade
);
create index sessions_profile_id_idx on sessions (profile_id);

create table login_links (
  token_hash text        not null,
  profile_id uuid        not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz,
  constraint login_links_pkey primary key (token_hash),
  constraint login_links_profile_id_fkey foreign key (profile_id) references profiles (id) on delete cascade on update cascade
);
create index login_links_profile_id_idx on login_links (profile_id);

-- Whoever has another role or password, or is no longer active, logs in again.
create function end_sessions() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$ begin update sessions set revoked_at = now() where profile_id = new.id and revoked_at is null; return null; end $$;
create trigger profiles_end_sessions after update on profiles for each row
  when (old.role <> new.role or old.is_active <> new.is_active or old.password_hash is distinct from new.password_hash)
  execute function end_sessions();

create table orders (
  id         bigint      generated always as identity,
  client_id  uuid        not null,
  reader_id  uuid,
  status     text        not null default 'open',
  note       text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint orders_pkey primary key (id),
  constraint orders_client_id_fkey foreign key (client_id) references profiles (id) on delete restrict on update cascade,
  constraint orders_reader_id_fkey foreign key (reader_id) references profiles (id) on delete restrict on update cascade,
  constraint orders_status_check check (status in ('open', 'fulfilled', 'canceled'))
);
create index orders_client_id_idx on orders (client_id);
create index orders_reader_id_idx on orders (reader_id);
create trigger orders_updated_at before update on orders for each row execute function touch_updated_at();

-- Scheduled calls. The fold writes none of these columns. The second leg of a conference is a call of its own.
alter table calls
  add column order_id           bigint,
  add column conference_call_id bigint,
  add column scheduled_at       timestamptz,
  add column time_zone          text,
  add column conference_sid     varchar(100),
  add constraint calls_order_id_fkey foreign key (order_id) references orders (id) on delete restrict on update cascade,
  add constraint calls_conference_call_id_fkey foreign key (conference_call_id) references calls (id) on delete set null on update cascade;
create index calls_order_id_idx on calls (order_id) where order_id is not null;
create index calls_conference_call_id_idx on calls (conference_call_id) where conference_call_id is not null;
-- Nothing that every callback changes, as the status, stands in an index of this table: or each would write all of them anew.
create index calls_scheduled_at_idx on calls (scheduled_at) where call_sid is null and scheduled_at is not null;
-- An order has one call at a time that is to come; and of those under way there are never many.
create unique index calls_coming_order_key on calls (order_id) where call_sid is null and not is_final and order_id is not null;
create index calls_open_order_idx on calls (order_id) where order_id is not null and not is_final;

-- An intent may be a leg of a scheduled call.
alter table call_intents
  add column call_id bigint,
  add column leg     text,
  add constraint call_intents_call_id_fkey foreign key (call_id) references calls (id) on delete cascade on update cascade,
  add constraint call_intents_leg_check check (leg in ('client', 'reader'));
create unique index call_intents_call_id_leg_key on call_intents (call_id, leg);

-- What somebody wants of a live call. Of one call one order about its recording is sent at a time, in the order of their ids;
-- ending the call waits for none of them.
create table call_commands (
  id           bigint      generated always as identity,
  call_id      bigint      not null,
  kind         text        not null,
  state        text        not null default 'queued',
  reason       text,
  actor_id     uuid,
  actor_role   text        not null,
  requested_at timestamptz not null default now(),
  sent_at      timestamptz,
  settled_at   timestamptz,
  warned_at    timestamptz,
  next_attempt_at timestamptz not null default now(),
  attempts     integer     not null default 0,
  error        text,
  result       jsonb       not null default '{}',
  constraint call_commands_pkey primary key (id),
  constraint call_commands_call_id_fkey foreign key (call_id) references calls (id) on delete cascade on update cascade,
  constraint call_commands_kind_check check (
    kind in ('drop', 'recording_start', 'recording_pause', 'recording_resume', 'recording_stop')),
  constraint call_commands_state_check check (
    state in ('queued', 'sending', 'confirmed', 'unconfirmed', 'failed', 'superseded'))
);
create index call_commands_call_id_id_idx on call_commands (call_id, id);
create unique index call_commands_sending_key on call_commands (call_id) where state = 'sending' and kind <> 'drop';
create unique index call_commands_drop_key on call_commands (call_id) where kind = 'drop' and state in ('queued', 'sending', 'unconfirmed');
create index call_commands_unsettled_idx on call_commands (next_attempt_at) where state in ('queued', 'sending', 'unconfirmed');

-- The dialer wakes up at once; should nobody listen, it looks twice a second.
create function tell_dialer() returns trigger
  language plpgsql
  as $$ begin perform pg_notify('trunkline_commands', ''); return null; end $$;
create trigger call_commands_told after insert on call_commands for each statement execute function tell_dialer();

-- One siren at a time is open for a call.
create table siren_alerts (
  id              bigint      generated always as identity,
  call_id         bigint      not null,
  triggered_by    uuid,
  alert_type      text        not null,
  reason          text        not null,
  status          text        not null default 'active',
  acknowledged_by uuid,
  acknowledged_at timestamptz,
  resolved_by     uuid,
  resolved_at     timestamptz,
  resolution      text,
  alerts          integer     not null default 1,
  next_alert_at   timestamptz          default now() + interval '30 seconds',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  constraint siren_alerts_pkey primary key (id),
  constraint siren_alerts_call_id_fkey foreign key (call_id) references calls (id) on delete cascade on update cascade,
  constraint siren_alerts_alert_type_check check (
    alert_type in ('emergency', 'quality_issue', 'technical_problem', 'inappropriate_behavior')),
  constraint siren_alerts_status_check check (status in ('active', 'acknowledged', 'resolved', 'false_alarm'))
);
create unique index siren_alerts_open_key on siren_alerts (call_id) where status in ('active', 'acknowledged');
create index siren_alerts_call_id_idx on siren_alerts (call_id);
create index siren_alerts_triggered_by_id_idx on siren_alerts (triggered_by, id);
create index siren_alerts_unanswered_idx on siren_alerts (next_alert_at) where status = 'active';
create trigger siren_alerts_updated_at before update on siren_alerts for each row execute function touch_updated_at();

-- A call says that a siren was raised for it, whoever raised it.
create function mark_siren() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$ begin update calls set siren_triggered = true where id = new.call_id and not siren_triggered; return null; end $$;
create trigger siren_alerts_mark after insert on siren_alerts for each row execute function mark_siren();

-- Where else it is told, in the format of Standard Webhooks. A delivery is tried until it is answered with 2xx, or given up.
create table webhook_endpoints (
  id         bigint      generated always as identity,
  url        text        not null,
  secret     text        not null,
  events     text[]      not null default '{}',
  is_active  boolean     not null default true,
  disabled_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint webhook_endpoints_pkey primary key (id)
);
create trigger webhook_endpoints_updated_at before update on webhook_endpoints for each row execute function touch_updated_at();

create table webhook_deliveries (
  id              bigint      generated always as identity,
  endpoint_id     bigint      not null,
  message_id      text        not null,
  event           text        not null,
  payload         jsonb       not null,
  state           text        not null default 'queued',
  attempts        integer     not null default 0,
  next_attempt_at timestamptz not null default now(),
  response_status integer,
  error           text,
  created_at      timestamptz not null default now(),
  delivered_at    timestamptz,
  constraint webhook_deliveries_pkey primary key (id),
  constraint webhook_deliveries_endpoint_id_fkey foreign key (endpoint_id) references webhook_endpoints (id) on delete cascade on update cascade,
  constraint webhook_deliveries_state_check check (state in ('queued', 'sending', 'delivered', 'failed'))
);
create unique index webhook_deliveries_endpoint_id_message_id_key on webhook_deliveries (endpoint_id, message_id);
create index webhook_deliveries_due_idx on webhook_deliveries (endpoint_id, next_attempt_at) where state in ('queued', 'sending');
create index webhook_deliveries_settled_idx on webhook_deliveries (created_at) where state in ('delivered', 'failed');

-- How far a follower of the stream has come.
create table stream_cursors (
  name       text        not null,
  seq        bigint      not null,
  updated_at timestamptz not null default now(),
  constraint stream_cursors_pkey primary key (name)
);

-- What happened, for the event stream and the webhooks. A row is written with the change that it tells of. `seq`, its id in the stream,
-- is given after the commit, by one at a time: so ids become visible in their order, which those of a sequence do not.
create table stream_events (
  id         bigint      generated always as identity,
  seq        bigint,
  name       text        not null,
  entity     text        not null,
  entity_id  text        not null,
  call_id    bigint,
  created_at timestamptz not null default now(),
  constraint stream_events_pkey primary key (id)
);
create unique index stream_events_seq_key on stream_events (seq);
create index stream_events_unnumbered_idx on stream_events (id) where seq is null;
create sequence stream_seq as bigint;

-- Numbers what is committed and has no number yet; returns the highest number given.
create function number_stream_events() returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  last bigint;
begin
  perform set_config('synchronous_commit', 'on', true); -- a number that was told outlives a crash, and what has one with it
  perform pg_advisory_xact_lock(hashtext('stream_events'));
  with waiting as materialized (select id from stream_events where seq is null order by id limit 2000),
  numbered as materialized (select id, nextval('stream_seq') as seq from (select id from waiting order by id) w),
  written as (update stream_events e set seq = n.seq from numbered n where e.id = n.id)
  select max(seq) into last from numbered;
  return last;
end $$;

-- Says that something happened: one row, and a wake-up that carries nothing but its name.
create function tell_stream(name text, entity text, entity_id text, call_id bigint default null) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
    insert into stream_events (name, entity, entity_id, call_id) values (name, entity, entity_id, call_id);
    select pg_notify('trunkline_stream', '');
  $$;

-- Readers and clients with whose orders these events have to do: it is worth their while to look. What they see they read themselves.
create function stream_audience(after bigint, upto bigint) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select distinct person from stream_events e join calls c on c.id = e.call_id join orders o on o.id = c.order_id
    cross join unnest(array[o.reader_id, o.client_id]) person
    where e.seq > after and e.seq <= upto and person is not null
  $$;
revoke execute on function stream_audience(bigint, bigint) from public;
grant execute on function stream_audience(bigint, bigint) to trunkline_api, trunkline_worker;

-- Who did what: append-only, each row sealed with a digest over itself and the row before. Nothing in it names a person.
create table audit_events (
  id        bigint      not null,
  at        timestamptz not null,
  req_id    text        not null,
  actor_id  text        not null,
  role      text        not null,
  route     text        not null,
  entity    text        not null,
  event     text        not null,
  result    text        not null,
  hash      text        not null,
  constraint audit_events_pkey primary key (id)
);
create index audit_events_actor_id_idx on audit_events (actor_id);

create function audit_seal(previous text, id bigint, at timestamptz, req_id text, actor_id text, role text, route text, entity text, event text, result text)
  returns text language sql immutable parallel safe set search_path = pg_catalog
  as $$
    select encode(sha256(convert_to(json_build_array(
      previous, id, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'), req_id, actor_id, role, route, entity, event, result)::text, 'UTF8')), 'hex')
  $$;

-- One at a time, until the transaction ends: a chain has one end.
create function append_audit(req_id text, actor_id text, role text, route text, entity text, event text, result text) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  last audit_events;
  new_id bigint;
  new_at timestamptz := clock_timestamp();
begin
  perform pg_advisory_xact_lock(hashtext('audit_events'));
  select * into last from audit_events a order by a.id desc limit 1;
  new_id := coalesce(last.id, 0) + 1;
  insert into audit_events values (new_id, new_at, req_id, actor_id, role, route, entity, event, result,
    audit_seal(coalesce(last.hash, ''), new_id, new_at, req_id, actor_id, role, route, entity, event, result));
  return new_id;
end $$;

create function refuse_audit_change() returns trigger
  language plpgsql
  as $$ begin raise exception 'audit_events is a log: rows are never changed' using errcode = 'check_violation'; end $$;
create trigger audit_events_immutable before update or delete on audit_events for each row execute function refuse_audit_change();
create trigger audit_events_kept before truncate on audit_events for each statement execute function refuse_audit_change();

-- What was answered to a request that came with an Idempotency-Key.
create table idempotency_keys (
  actor_id     text        not null,
  key          text        not null,
  request_hash text        not null,
  status       integer,
  answer       jsonb,
  created_at   timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (actor_id, key)
);
create index idempotency_keys_created_at_idx on idempotency_keys (created_at);

-- The consent of a person who is called, before anything else is asked.
alter table campaigns
  add column dialogue_url text,
  add column language     text not null default 'en-US';
alter table call_attempts
  add column consent       text,
  add column consent_at    timestamptz,
  add constraint call_attempts_consent_check check (consent in ('asked', 'given', 'refused', 'unanswered'));

-- Views show what their reader may see.
alter view messages set (security_invoker = true);
alter view call_logs set (security_invoker = true);

-- The queues, where they live in Postgres: the API shows them, the workers make them.
create schema if not exists bullmq;
grant usage on schema bullmq to trunkline_api;
grant select, insert, update, delete on all tables in schema bullmq to trunkline_api;
grant usage on all sequences in schema bullmq to trunkline_api;
alter default privileges in schema bullmq grant select, insert, update, delete on tables to trunkline_api;
alter default privileges in schema bullmq grant usage on sequences to trunkline_api;

-- Lists. Calls and conversations are shown the latest first, by when a call began: what is known of that hardly ever changes.
drop index calls_conversation_id_idx;
create index calls_conversation_id_began_idx on calls (conversation_id, coalesce(start_time, created_at) desc, id desc)
  where conversation_id is not null;
create index calls_began_idx on calls (coalesce(start_time, created_at) desc, id desc);
create index calls_live_idx on calls (coalesce(start_time, created_at) desc, id desc) where not is_final;
create index calls_direction_idx on calls (direction, coalesce(start_time, created_at) desc, id desc);
-- Completed calls are common, and found by looking through the latest.
create index calls_unsuccessful_idx on calls (coalesce(start_time, created_at) desc, id desc) where ended_reason <> 'completed';
create index conversations_latest_idx on conversations (coalesce(last_message_at, created_at) desc, id desc);
create index call_attempts_campaign_id_id_idx on call_attempts (campaign_id, id desc);
create index call_events_candidate_id_idx on call_events (((fact -> 'values' ->> 'candidateId')::integer), id desc)
  where fact ->> 'kind' = 'call-status' and (fact -> 'values' ->> 'candidateId') is not null;
-- Without them the planner believes that hardly a row is a status callback.
create statistics call_events_kind_stat on (fact ->> 'kind') from call_events;
create statistics call_events_candidate_id_stat on ((fact -> 'values' ->> 'candidateId')::integer) from call_events;

-- What follows is written by `npm run policy:sql` from packages/access: who may read and write what.
do $$ declare p record; begin
  for p in select policyname, tablename from pg_policies where schemaname = current_schema() loop
    execute format('drop policy %I on %I', p.policyname, p.tablename);
  end loop;
end $$;
revoke all on all tables in schema public from trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
grant usage on schema public to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_worker;
grant select, insert, update, delete on all tables in schema public to trunkline_worker;
grant usage on all sequences in schema public to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_worker;
revoke execute on function append_audit(text, text, text, text, text, text, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
grant execute on function append_audit(text, text, text, text, text, text, text) to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_worker;
revoke execute on function tell_stream(text, text, text, bigint) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
grant execute on function tell_stream(text, text, text, bigint) to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_worker;
revoke execute on function number_stream_events() from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
grant execute on function number_stream_events() to trunkline_api, trunkline_worker;
grant select on messages to app_superadmin;
grant select on messages to app_admin;
grant select on messages to app_monitor;
grant select on call_logs to app_superadmin;
grant select on call_logs to app_admin;
grant select on call_logs to app_monitor;
alter table api_keys enable row level security;
alter table api_keys force row level security;
grant select (id, prefix, profile_id, label, scopes, expires_at, revoked_at, last_used_at, created_at) on api_keys to app_superadmin;
grant insert on api_keys to app_superadmin;
grant update on api_keys to app_superadmin;
grant delete on api_keys to app_superadmin;
grant select (id, prefix, profile_id, label, scopes, expires_at, revoked_at, last_used_at, created_at) on api_keys to app_admin;
grant insert on api_keys to app_admin;
grant update on api_keys to app_admin;
grant delete on api_keys to app_admin;
grant select on api_keys to trunkline_api;
grant update (last_used_at) on api_keys to trunkline_api;
create policy api_keys_worker on api_keys for all to trunkline_worker using (true) with check (true);
create policy api_keys_select_superadmin on api_keys for select to app_superadmin using (true);
create policy api_keys_select_admin on api_keys for select to app_admin using (true);
create policy api_keys_insert_superadmin on api_keys for insert to app_superadmin with check (true);
create policy api_keys_insert_admin on api_keys for insert to app_admin with check (profile_id not in (select p.id from profiles p where p.role = 'superadmin'));
create policy api_keys_update_superadmin on api_keys for update to app_superadmin using (true) with check (true);
create policy api_keys_update_admin on api_keys for update to app_admin using (profile_id not in (select p.id from profiles p where p.role = 'superadmin')) with check (profile_id not in (select p.id from profiles p where p.role = 'superadmin'));
create policy api_keys_delete_superadmin on api_keys for delete to app_superadmin using (true);
create policy api_keys_delete_admin on api_keys for delete to app_admin using (profile_id not in (select p.id from profiles p where p.role = 'superadmin'));
create policy api_keys_select_api on api_keys for select to trunkline_api using (true);
create policy api_keys_update_api on api_keys for update to trunkline_api using (true) with check (true);
alter table audit_events enable row level security;
alter table audit_events force row level security;
grant select on audit_events to app_superadmin;
grant select on audit_events to app_admin;
create policy audit_events_worker on audit_events for all to trunkline_worker using (true) with check (true);
create policy audit_events_select_superadmin on audit_events for select to app_superadmin using (true);
create policy audit_events_select_admin on audit_events for select to app_admin using (true);
alter table call_attempts enable row level security;
alter table call_attempts force row level security;
grant select on call_attempts to app_superadmin;
grant select on call_attempts to app_admin;
grant select on call_attempts to app_monitor;
create policy call_attempts_worker on call_attempts for all to trunkline_worker using (true) with check (true);
create policy call_attempts_select_superadmin on call_attempts for select to app_superadmin using (true);
create policy call_attempts_select_admin on call_attempts for select to app_admin using (true);
create policy call_attempts_select_monitor on call_attempts for select to app_monitor using (true);
alter table call_commands enable row level security;
alter table call_commands force row level security;
grant select on call_commands to app_superadmin;
grant insert on call_commands to app_superadmin;
grant select on call_commands to app_admin;
grant insert on call_commands to app_admin;
grant select on call_commands to app_monitor;
grant insert on call_commands to app_monitor;
grant select on call_commands to app_reader;
grant insert on call_commands to app_reader;
grant select on call_commands to app_client;
grant insert on call_commands to app_client;
create policy call_commands_worker on call_commands for all to trunkline_worker using (true) with check (true);
create policy call_commands_select_superadmin on call_commands for select to app_superadmin using (true);
create policy call_commands_select_admin on call_commands for select to app_admin using (true);
create policy call_commands_select_monitor on call_commands for select to app_monitor using (true);
create policy call_commands_select_reader on call_commands for select to app_reader using (call_commands.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy call_commands_select_client on call_commands for select to app_client using (call_commands.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy call_commands_insert_superadmin on call_commands for insert to app_superadmin with check ((kind = 'drop') or (kind <> 'drop'));
create policy call_commands_insert_admin on call_commands for insert to app_admin with check ((kind = 'drop') or (kind <> 'drop'));
create policy call_commands_insert_monitor on call_commands for insert to app_monitor with check ((kind = 'drop') or (kind <> 'drop'));
create policy call_commands_insert_reader on call_commands for insert to app_reader with check ((call_commands.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))) and kind = 'drop') or (call_commands.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))) and kind <> 'drop'));
create policy call_commands_insert_client on call_commands for insert to app_client with check (call_commands.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))) and kind = 'drop');
alter table call_events enable row level security;
alter table call_events force row level security;
grant select on call_events to app_superadmin;
grant select on call_events to app_admin;
grant select on call_events to app_monitor;
create policy call_events_worker on call_events for all to trunkline_worker using (true) with check (true);
create policy call_events_select_superadmin on call_events for select to app_superadmin using (true);
create policy call_events_select_admin on call_events for select to app_admin using (true);
create policy call_events_select_monitor on call_events for select to app_monitor using (true);
alter table call_intents enable row level security;
alter table call_intents force row level security;
grant select on call_intents to app_superadmin;
grant insert on call_intents to app_superadmin;
grant update on call_intents to app_superadmin;
grant delete on call_intents to app_superadmin;
grant select on call_intents to app_admin;
grant insert on call_intents to app_admin;
grant update on call_intents to app_admin;
grant delete on call_intents to app_admin;
grant select on call_intents to app_monitor;
grant insert on call_intents to app_monitor;
grant insert on call_intents to app_reader;
grant insert on call_intents to app_client;
create policy call_intents_worker on call_intents for all to trunkline_worker using (true) with check (true);
create policy call_intents_select_superadmin on call_intents for select to app_superadmin using (true);
create policy call_intents_select_admin on call_intents for select to app_admin using (true);
create policy call_intents_select_monitor on call_intents for select to app_monitor using (true);
create policy call_intents_insert_superadmin on call_intents for insert to app_superadmin with check (true);
create policy call_intents_insert_admin on call_intents for insert to app_admin with check (true);
create policy call_intents_insert_monitor on call_intents for insert to app_monitor with check (kind = 'order');
create policy call_intents_insert_reader on call_intents for insert to app_reader with check (call_intents.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))) and kind = 'order');
create policy call_intents_insert_client on call_intents for insert to app_client with check (call_intents.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))) and kind = 'order');
create policy call_intents_update_superadmin on call_intents for update to app_superadmin using (true) with check (true);
create policy call_intents_update_admin on call_intents for update to app_admin using (true) with check (true);
create policy call_intents_delete_superadmin on call_intents for delete to app_superadmin using (true);
create policy call_intents_delete_admin on call_intents for delete to app_admin using (true);
alter table call_recordings enable row level security;
alter table call_recordings force row level security;
grant select on call_recordings to app_superadmin;
grant select on call_recordings to app_admin;
grant select on call_recordings to app_monitor;
grant select (id, recording_sid, call_sid, status, channels, duration_sec, started_at, custody, content_type, size_bytes, announced_at, updated_at, stored_at, expired_at) on call_recordings to app_reader;
grant select (id, recording_sid, call_sid, status, channels, duration_sec, started_at, custody, content_type, size_bytes, announced_at, updated_at, stored_at, expired_at) on call_recordings to app_client;
grant select (recording_sid, custody, object_key, content_type, size_bytes, sha256) on call_recordings to trunkline_api;
create policy call_recordings_worker on call_recordings for all to trunkline_worker using (true) with check (true);
create policy call_recordings_select_superadmin on call_recordings for select to app_superadmin using (true);
create policy call_recordings_select_admin on call_recordings for select to app_admin using (true);
create policy call_recordings_select_monitor on call_recordings for select to app_monitor using (true);
create policy call_recordings_select_reader on call_recordings for select to app_reader using (call_recordings.call_sid = any(array(select c.call_sid from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy call_recordings_select_client on call_recordings for select to app_client using (call_recordings.call_sid = any(array(select c.call_sid from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy call_recordings_select_api on call_recordings for select to trunkline_api using (true);
alter table callback_gaps enable row level security;
alter table callback_gaps force row level security;
grant select on callback_gaps to app_superadmin;
grant select on callback_gaps to app_admin;
grant select on callback_gaps to app_monitor;
create policy callback_gaps_worker on callback_gaps for all to trunkline_worker using (true) with check (true);
create policy callback_gaps_select_superadmin on callback_gaps for select to app_superadmin using (true);
create policy callback_gaps_select_admin on callback_gaps for select to app_admin using (true);
create policy callback_gaps_select_monitor on callback_gaps for select to app_monitor using (true);
alter table calls enable row level security;
alter table calls force row level security;
grant select on calls to app_superadmin;
grant insert on calls to app_superadmin;
grant update (status, ended_reason, initiated_by, is_final, finalized_at, scheduled_at, time_zone, updated_at) on calls to app_superadmin;
grant select on calls to app_admin;
grant insert on calls to app_admin;
grant update (status, ended_reason, initiated_by, is_final, finalized_at, scheduled_at, time_zone, updated_at) on calls to app_admin;
grant select on calls to app_monitor;
grant insert on calls to app_monitor;
grant update (status, ended_reason, initiated_by, is_final, finalized_at, scheduled_at, time_zone, updated_at) on calls to app_monitor;
grant select (id, call_sid, conversation_id, parent_call_sid, status, direction, from_number, to_number, outside_number, sip_or_pstn, duration_sec, start_time, end_time, ended_reason, dial_call_status, recording_sid, recording_status, is_final, finalized_at, version, order_id, conference_call_id, scheduled_at, time_zone, created_at, updated_at) on calls to app_reader;
grant insert on calls to app_reader;
grant update (status, ended_reason, initiated_by, is_final, finalized_at, scheduled_at, time_zone, updated_at) on calls to app_reader;
grant select (id, call_sid, conversation_id, parent_call_sid, status, direction, from_number, to_number, outside_number, sip_or_pstn, duration_sec, start_time, end_time, ended_reason, dial_call_status, recording_sid, recording_status, is_final, finalized_at, version, order_id, conference_call_id, scheduled_at, time_zone, created_at, updated_at) on calls to app_client;
grant insert on calls to app_client;
grant update (status, ended_reason, initiated_by, is_final, finalized_at, scheduled_at, time_zone, updated_at) on calls to app_client;
create policy calls_worker on calls for all to trunkline_worker using (true) with check (true);
create policy calls_select_superadmin on calls for select to app_superadmin using (true);
create policy calls_select_admin on calls for select to app_admin using (true);
create policy calls_select_monitor on calls for select to app_monitor using (true);
create policy calls_select_reader on calls for select to app_reader using (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))));
create policy calls_select_client on calls for select to app_client using (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))));
create policy calls_insert_superadmin on calls for insert to app_superadmin with check (call_sid is null and status = 'scheduled');
create policy calls_insert_admin on calls for insert to app_admin with check (call_sid is null and status = 'scheduled');
create policy calls_insert_monitor on calls for insert to app_monitor with check (call_sid is null and status = 'scheduled');
create policy calls_insert_reader on calls for insert to app_reader with check (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))) and call_sid is null and status = 'scheduled');
create policy calls_insert_client on calls for insert to app_client with check (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))) and call_sid is null and status = 'scheduled');
create policy calls_update_superadmin on calls for update to app_superadmin using (call_sid is null) with check (call_sid is null);
create policy calls_update_admin on calls for update to app_admin using (call_sid is null) with check (call_sid is null);
create policy calls_update_monitor on calls for update to app_monitor using (call_sid is null) with check (call_sid is null);
create policy calls_update_reader on calls for update to app_reader using (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))) and call_sid is null) with check (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))) and call_sid is null);
create policy calls_update_client on calls for update to app_client using (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))) and call_sid is null) with check (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))) and call_sid is null);
alter table campaigns enable row level security;
alter table campaigns force row level security;
grant select on campaigns to app_superadmin;
grant insert on campaigns to app_superadmin;
grant update on campaigns to app_superadmin;
grant delete on campaigns to app_superadmin;
grant select on campaigns to app_admin;
grant insert on campaigns to app_admin;
grant update on campaigns to app_admin;
grant delete on campaigns to app_admin;
grant select on campaigns to app_monitor;
create policy campaigns_worker on campaigns for all to trunkline_worker using (true) with check (true);
create policy campaigns_select_superadmin on campaigns for select to app_superadmin using (true);
create policy campaigns_select_admin on campaigns for select to app_admin using (true);
create policy campaigns_select_monitor on campaigns for select to app_monitor using (true);
create policy campaigns_insert_superadmin on campaigns for insert to app_superadmin with check (true);
create policy campaigns_insert_admin on campaigns for insert to app_admin with check (true);
create policy campaigns_update_superadmin on campaigns for update to app_superadmin using (true) with check (true);
create policy campaigns_update_admin on campaigns for update to app_admin using (true) with check (true);
create policy campaigns_delete_superadmin on campaigns for delete to app_superadmin using (true);
create policy campaigns_delete_admin on campaigns for delete to app_admin using (true);
alter table candidates enable row level security;
alter table candidates force row level security;
grant select on candidates to app_superadmin;
grant insert on candidates to app_superadmin;
grant update on candidates to app_superadmin;
grant delete on candidates to app_superadmin;
grant select on candidates to app_admin;
grant insert on candidates to app_admin;
grant update on candidates to app_admin;
grant delete on candidates to app_admin;
grant select on candidates to app_monitor;
create policy candidates_worker on candidates for all to trunkline_worker using (true) with check (true);
create policy candidates_select_superadmin on candidates for select to app_superadmin using (true);
create policy candidates_select_admin on candidates for select to app_admin using (true);
create policy candidates_select_monitor on candidates for select to app_monitor using (true);
create policy candidates_insert_superadmin on candidates for insert to app_superadmin with check (true);
create policy candidates_insert_admin on candidates for insert to app_admin with check (true);
create policy candidates_update_superadmin on candidates for update to app_superadmin using (true) with check (true);
create policy candidates_update_admin on candidates for update to app_admin using (true) with check (true);
create policy candidates_delete_superadmin on candidates for delete to app_superadmin using (true);
create policy candidates_delete_admin on candidates for delete to app_admin using (true);
alter table contacts enable row level security;
alter table contacts force row level security;
grant select on contacts to app_superadmin;
grant select on contacts to app_admin;
grant select on contacts to app_monitor;
grant select on contacts to app_reader;
grant select on contacts to app_client;
create policy contacts_worker on contacts for all to trunkline_worker using (true) with check (true);
create policy contacts_select_superadmin on contacts for select to app_superadmin using (true);
create policy contacts_select_admin on contacts for select to app_admin using (true);
create policy contacts_select_monitor on contacts for select to app_monitor using (true);
create policy contacts_select_reader on contacts for select to app_reader using (contacts.id = any(array(select k.contact_id from conversations k where k.id = any(array(select c.conversation_id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))))));
create policy contacts_select_client on contacts for select to app_client using (contacts.id = any(array(select k.contact_id from conversations k where k.id = any(array(select c.conversation_id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))))));
alter table conversations enable row level security;
alter table conversations force row level security;
grant select on conversations to app_superadmin;
grant select on conversations to app_admin;
grant select on conversations to app_monitor;
grant select on conversations to app_reader;
grant select on conversations to app_client;
create policy conversations_worker on conversations for all to trunkline_worker using (true) with check (true);
create policy conversations_select_superadmin on conversations for select to app_superadmin using (true);
create policy conversations_select_admin on conversations for select to app_admin using (true);
create policy conversations_select_monitor on conversations for select to app_monitor using (true);
create policy conversations_select_reader on conversations for select to app_reader using (conversations.id = any(array(select c.conversation_id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy conversations_select_client on conversations for select to app_client using (conversations.id = any(array(select c.conversation_id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
grant select on idempotency_keys to app_superadmin;
grant insert on idempotency_keys to app_superadmin;
grant update on idempotency_keys to app_superadmin;
grant delete on idempotency_keys to app_superadmin;
grant select on idempotency_keys to app_admin;
grant insert on idempotency_keys to app_admin;
grant update on idempotency_keys to app_admin;
grant delete on idempotency_keys to app_admin;
grant select on idempotency_keys to app_monitor;
grant insert on idempotency_keys to app_monitor;
grant update on idempotency_keys to app_monitor;
grant delete on idempotency_keys to app_monitor;
grant select on idempotency_keys to app_reader;
grant insert on idempotency_keys to app_reader;
grant update on idempotency_keys to app_reader;
grant delete on idempotency_keys to app_reader;
grant select on idempotency_keys to app_client;
grant insert on idempotency_keys to app_client;
grant update on idempotency_keys to app_client;
grant delete on idempotency_keys to app_client;
create policy idempotency_keys_worker on idempotency_keys for all to trunkline_worker using (true) with check (true);
create policy idempotency_keys_select_superadmin on idempotency_keys for select to app_superadmin using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_select_admin on idempotency_keys for select to app_admin using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_select_monitor on idempotency_keys for select to app_monitor using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_select_reader on idempotency_keys for select to app_reader using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_select_client on idempotency_keys for select to app_client using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_insert_superadmin on idempotency_keys for insert to app_superadmin with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_insert_admin on idempotency_keys for insert to app_admin with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_insert_monitor on idempotency_keys for insert to app_monitor with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_insert_reader on idempotency_keys for insert to app_reader with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_insert_client on idempotency_keys for insert to app_client with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_update_superadmin on idempotency_keys for update to app_superadmin using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator'))) with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_update_admin on idempotency_keys for update to app_admin using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator'))) with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_update_monitor on idempotency_keys for update to app_monitor using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator'))) with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_update_reader on idempotency_keys for update to app_reader using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator'))) with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_update_client on idempotency_keys for update to app_client using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator'))) with check (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_delete_superadmin on idempotency_keys for delete to app_superadmin using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_delete_admin on idempotency_keys for delete to app_admin using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_delete_monitor on idempotency_keys for delete to app_monitor using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_delete_reader on idempotency_keys for delete to app_reader using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
create policy idempotency_keys_delete_client on idempotency_keys for delete to app_client using (idempotency_keys.actor_id = (select coalesce(nullif(current_setting('app.actor_id', true), ''), 'operator')));
alter table interview_decisions enable row level security;
alter table interview_decisions force row level security;
grant select on interview_decisions to app_superadmin;
grant insert on interview_decisions to app_superadmin;
grant update on interview_decisions to app_superadmin;
grant delete on interview_decisions to app_superadmin;
grant select on interview_decisions to app_admin;
grant insert on interview_decisions to app_admin;
grant update on interview_decisions to app_admin;
grant delete on interview_decisions to app_admin;
grant select on interview_decisions to app_monitor;
create policy interview_decisions_worker on interview_decisions for all to trunkline_worker using (true) with check (true);
create policy interview_decisions_select_superadmin on interview_decisions for select to app_superadmin using (true);
create policy interview_decisions_select_admin on interview_decisions for select to app_admin using (true);
create policy interview_decisions_select_monitor on interview_decisions for select to app_monitor using (true);
create policy interview_decisions_insert_superadmin on interview_decisions for insert to app_superadmin with check (true);
create policy interview_decisions_insert_admin on interview_decisions for insert to app_admin with check (true);
create policy interview_decisions_update_superadmin on interview_decisions for update to app_superadmin using (true) with check (true);
create policy interview_decisions_update_admin on interview_decisions for update to app_admin using (true) with check (true);
create policy interview_decisions_delete_superadmin on interview_decisions for delete to app_superadmin using (true);
create policy interview_decisions_delete_admin on interview_decisions for delete to app_admin using (true);
alter table interview_events enable row level security;
alter table interview_events force row level security;
grant select on interview_events to app_superadmin;
grant insert on interview_events to app_superadmin;
grant update on interview_events to app_superadmin;
grant delete on interview_events to app_superadmin;
grant select on interview_events to app_admin;
grant insert on interview_events to app_admin;
grant update on interview_events to app_admin;
grant delete on interview_events to app_admin;
grant select on interview_events to app_monitor;
create policy interview_events_worker on interview_events for all to trunkline_worker using (true) with check (true);
create policy interview_events_select_superadmin on interview_events for select to app_superadmin using (true);
create policy interview_events_select_admin on interview_events for select to app_admin using (true);
create policy interview_events_select_monitor on interview_events for select to app_monitor using (true);
create policy interview_events_insert_superadmin on interview_events for insert to app_superadmin with check (true);
create policy interview_events_insert_admin on interview_events for insert to app_admin with check (true);
create policy interview_events_update_superadmin on interview_events for update to app_superadmin using (true) with check (true);
create policy interview_events_update_admin on interview_events for update to app_admin using (true) with check (true);
create policy interview_events_delete_superadmin on interview_events for delete to app_superadmin using (true);
create policy interview_events_delete_admin on interview_events for delete to app_admin using (true);
alter table interview_responses enable row level security;
alter table interview_responses force row level security;
grant select on interview_responses to app_superadmin;
grant insert on interview_responses to app_superadmin;
grant update on interview_responses to app_superadmin;
grant delete on interview_responses to app_superadmin;
grant select on interview_responses to app_admin;
grant insert on interview_responses to app_admin;
grant update on interview_responses to app_admin;
grant delete on interview_responses to app_admin;
grant select on interview_responses to app_monitor;
create policy interview_responses_worker on interview_responses for all to trunkline_worker using (true) with check (true);
create policy interview_responses_select_superadmin on interview_responses for select to app_superadmin using (true);
create policy interview_responses_select_admin on interview_responses for select to app_admin using (true);
create policy interview_responses_select_monitor on interview_responses for select to app_monitor using (true);
create policy interview_responses_insert_superadmin on interview_responses for insert to app_superadmin with check (true);
create policy interview_responses_insert_admin on interview_responses for insert to app_admin with check (true);
create policy interview_responses_update_superadmin on interview_responses for update to app_superadmin using (true) with check (true);
create policy interview_responses_update_admin on interview_responses for update to app_admin using (true) with check (true);
create policy interview_responses_delete_superadmin on interview_responses for delete to app_superadmin using (true);
create policy interview_responses_delete_admin on interview_responses for delete to app_admin using (true);
alter table interview_results enable row level security;
alter table interview_results force row level security;
grant select on interview_results to app_superadmin;
grant insert on interview_results to app_superadmin;
grant update on interview_results to app_superadmin;
grant delete on interview_results to app_superadmin;
grant select on interview_results to app_admin;
grant insert on interview_results to app_admin;
grant update on interview_results to app_admin;
grant delete on interview_results to app_admin;
grant select on interview_results to app_monitor;
create policy interview_results_worker on interview_results for all to trunkline_worker using (true) with check (true);
create policy interview_results_select_superadmin on interview_results for select to app_superadmin using (true);
create policy interview_results_select_admin on interview_results for select to app_admin using (true);
create policy interview_results_select_monitor on interview_results for select to app_monitor using (true);
create policy interview_results_insert_superadmin on interview_results for insert to app_superadmin with check (true);
create policy interview_results_insert_admin on interview_results for insert to app_admin with check (true);
create policy interview_results_update_superadmin on interview_results for update to app_superadmin using (true) with check (true);
create policy interview_results_update_admin on interview_results for update to app_admin using (true) with check (true);
create policy interview_results_delete_superadmin on interview_results for delete to app_superadmin using (true);
create policy interview_results_delete_admin on interview_results for delete to app_admin using (true);
alter table interview_scores enable row level security;
alter table interview_scores force row level security;
grant select on interview_scores to app_superadmin;
grant insert on interview_scores to app_superadmin;
grant update on interview_scores to app_superadmin;
grant delete on interview_scores to app_superadmin;
grant select on interview_scores to app_admin;
grant insert on interview_scores to app_admin;
grant update on interview_scores to app_admin;
grant delete on interview_scores to app_admin;
grant select on interview_scores to app_monitor;
create policy interview_scores_worker on interview_scores for all to trunkline_worker using (true) with check (true);
create policy interview_scores_select_superadmin on interview_scores for select to app_superadmin using (true);
create policy interview_scores_select_admin on interview_scores for select to app_admin using (true);
create policy interview_scores_select_monitor on interview_scores for select to app_monitor using (true);
create policy interview_scores_insert_superadmin on interview_scores for insert to app_superadmin with check (true);
create policy interview_scores_insert_admin on interview_scores for insert to app_admin with check (true);
create policy interview_scores_update_superadmin on interview_scores for update to app_superadmin using (true) with check (true);
create policy interview_scores_update_admin on interview_scores for update to app_admin using (true) with check (true);
create policy interview_scores_delete_superadmin on interview_scores for delete to app_superadmin using (true);
create policy interview_scores_delete_admin on interview_scores for delete to app_admin using (true);
alter table interview_templates enable row level security;
alter table interview_templates force row level security;
grant select on interview_templates to app_superadmin;
grant insert on interview_templates to app_superadmin;
grant update on interview_templates to app_superadmin;
grant delete on interview_templates to app_superadmin;
grant select on interview_templates to app_admin;
grant insert on interview_templates to app_admin;
grant update on interview_templates to app_admin;
grant delete on interview_templates to app_admin;
grant select on interview_templates to app_monitor;
create policy interview_templates_worker on interview_templates for all to trunkline_worker using (true) with check (true);
create policy interview_templates_select_superadmin on interview_templates for select to app_superadmin using (true);
create policy interview_templates_select_admin on interview_templates for select to app_admin using (true);
create policy interview_templates_select_monitor on interview_templates for select to app_monitor using (true);
create policy interview_templates_insert_superadmin on interview_templates for insert to app_superadmin with check (true);
create policy interview_templates_insert_admin on interview_templates for insert to app_admin with check (true);
create policy interview_templates_update_superadmin on interview_templates for update to app_superadmin using (true) with check (true);
create policy interview_templates_update_admin on interview_templates for update to app_admin using (true) with check (true);
create policy interview_templates_delete_superadmin on interview_templates for delete to app_superadmin using (true);
create policy interview_templates_delete_admin on interview_templates for delete to app_admin using (true);
alter table interviews enable row level security;
alter table interviews force row level security;
grant select on interviews to app_superadmin;
grant insert on interviews to app_superadmin;
grant update on interviews to app_superadmin;
grant delete on interviews to app_superadmin;
grant select on interviews to app_admin;
grant insert on interviews to app_admin;
grant update on interviews to app_admin;
grant delete on interviews to app_admin;
grant select on interviews to app_monitor;
create policy interviews_worker on interviews for all to trunkline_worker using (true) with check (true);
create policy interviews_select_superadmin on interviews for select to app_superadmin using (true);
create policy interviews_select_admin on interviews for select to app_admin using (true);
create policy interviews_select_monitor on interviews for select to app_monitor using (true);
create policy interviews_insert_superadmin on interviews for insert to app_superadmin with check (true);
create policy interviews_insert_admin on interviews for insert to app_admin with check (true);
create policy interviews_update_superadmin on interviews for update to app_superadmin using (true) with check (true);
create policy interviews_update_admin on interviews for update to app_admin using (true) with check (true);
create policy interviews_delete_superadmin on interviews for delete to app_superadmin using (true);
create policy interviews_delete_admin on interviews for delete to app_admin using (true);
alter table login_links enable row level security;
alter table login_links force row level security;
grant select on login_links to trunkline_api;
grant insert on login_links to trunkline_api;
grant update on login_links to trunkline_api;
grant delete on login_links to trunkline_api;
create policy login_links_worker on login_links for all to trunkline_worker using (true) with check (true);
create policy login_links_select_api on login_links for select to trunkline_api using (true);
create policy login_links_insert_api on login_links for insert to trunkline_api with check (true);
create policy login_links_update_api on login_links for update to trunkline_api using (true) with check (true);
create policy login_links_delete_api on login_links for delete to trunkline_api using (true);
alter table model_effects enable row level security;
alter table model_effects force row level security;
grant select on model_effects to app_superadmin;
grant insert on model_effects to app_superadmin;
grant update on model_effects to app_superadmin;
grant delete on model_effects to app_superadmin;
grant select on model_effects to app_admin;
grant insert on model_effects to app_admin;
grant update on model_effects to app_admin;
grant delete on model_effects to app_admin;
grant select on model_effects to app_monitor;
create policy model_effects_worker on model_effects for all to trunkline_worker using (true) with check (true);
create policy model_effects_select_superadmin on model_effects for select to app_superadmin using (true);
create policy model_effects_select_admin on model_effects for select to app_admin using (true);
create policy model_effects_select_monitor on model_effects for select to app_monitor using (true);
create policy model_effects_insert_superadmin on model_effects for insert to app_superadmin with check (true);
create policy model_effects_insert_admin on model_effects for insert to app_admin with check (true);
create policy model_effects_update_superadmin on model_effects for update to app_superadmin using (true) with check (true);
create policy model_effects_update_admin on model_effects for update to app_admin using (true) with check (true);
create policy model_effects_delete_superadmin on model_effects for delete to app_superadmin using (true);
create policy model_effects_delete_admin on model_effects for delete to app_admin using (true);
alter table orders enable row level security;
alter table orders force row level security;
grant select on orders to app_superadmin;
grant insert on orders to app_superadmin;
grant update on orders to app_superadmin;
grant delete on orders to app_superadmin;
grant select on orders to app_admin;
grant insert on orders to app_admin;
grant update on orders to app_admin;
grant delete on orders to app_admin;
grant select on orders to app_monitor;
grant select on orders to app_reader;
grant select on orders to app_client;
create policy orders_worker on orders for all to trunkline_worker using (true) with check (true);
create policy orders_select_superadmin on orders for select to app_superadmin using (true);
create policy orders_select_admin on orders for select to app_admin using (true);
create policy orders_select_monitor on orders for select to app_monitor using (true);
create policy orders_select_reader on orders for select to app_reader using (orders.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid));
create policy orders_select_client on orders for select to app_client using (orders.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid));
create policy orders_insert_superadmin on orders for insert to app_superadmin with check (true);
create policy orders_insert_admin on orders for insert to app_admin with check (true);
create policy orders_update_superadmin on orders for update to app_superadmin using (true) with check (true);
create policy orders_update_admin on orders for update to app_admin using (true) with check (true);
create policy orders_delete_superadmin on orders for delete to app_superadmin using (true);
create policy orders_delete_admin on orders for delete to app_admin using (true);
alter table profiles enable row level security;
alter table profiles force row level security;
grant select (id, name, role, phone_number, is_active, created_at, updated_at) on profiles to app_superadmin;
grant insert on profiles to app_superadmin;
grant update on profiles to app_superadmin;
grant delete on profiles to app_superadmin;
grant select (id, name, role, phone_number, is_active, created_at, updated_at) on profiles to app_admin;
grant insert on profiles to app_admin;
grant update on profiles to app_admin;
grant delete on profiles to app_admin;
grant select (id, name, role, phone_number, is_active, created_at, updated_at) on profiles to app_monitor;
grant update (phone_number, password_hash) on profiles to app_monitor;
grant select (id, name, role, phone_number, is_active, created_at, updated_at) on profiles to app_reader;
grant update (phone_number, password_hash) on profiles to app_reader;
grant select (id, name, role, phone_number, is_active, created_at, updated_at) on profiles to app_client;
grant update (phone_number, password_hash) on profiles to app_client;
grant select on profiles to trunkline_api;
create policy profiles_worker on profiles for all to trunkline_worker using (true) with check (true);
create policy profiles_select_superadmin on profiles for select to app_superadmin using (true);
create policy profiles_select_admin on profiles for select to app_admin using (true);
create policy profiles_select_monitor on profiles for select to app_monitor using (true);
create policy profiles_select_reader on profiles for select to app_reader using (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid));
create policy profiles_select_client on profiles for select to app_client using (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid));
create policy profiles_insert_superadmin on profiles for insert to app_superadmin with check (true);
create policy profiles_insert_admin on profiles for insert to app_admin with check (role <> 'superadmin');
create policy profiles_update_superadmin on profiles for update to app_superadmin using (true) with check (true);
create policy profiles_update_admin on profiles for update to app_admin using ((role <> 'superadmin') or (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user)) with check ((role <> 'superadmin') or (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user));
create policy profiles_update_monitor on profiles for update to app_monitor using (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user) with check (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user);
create policy profiles_update_reader on profiles for update to app_reader using (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user) with check (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user);
create policy profiles_update_client on profiles for update to app_client using (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user) with check (profiles.id = (select nullif(current_setting('app.actor_id', true), '')::uuid) and 'app_' || role = current_user);
create policy profiles_delete_superadmin on profiles for delete to app_superadmin using (true);
create policy profiles_delete_admin on profiles for delete to app_admin using (role <> 'superadmin');
create policy profiles_select_api on profiles for select to trunkline_api using (true);
alter table sessions enable row level security;
alter table sessions force row level security;
grant select on sessions to trunkline_api;
grant insert on sessions to trunkline_api;
grant update on sessions to trunkline_api;
grant delete on sessions to trunkline_api;
create policy sessions_worker on sessions for all to trunkline_worker using (true) with check (true);
create policy sessions_select_api on sessions for select to trunkline_api using (true);
create policy sessions_insert_api on sessions for insert to trunkline_api with check (true);
create policy sessions_update_api on sessions for update to trunkline_api using (true) with check (true);
create policy sessions_delete_api on sessions for delete to trunkline_api using (true);
alter table siren_alerts enable row level security;
alter table siren_alerts force row level security;
grant select on siren_alerts to app_superadmin;
grant insert on siren_alerts to app_superadmin;
grant update on siren_alerts to app_superadmin;
grant select on siren_alerts to app_admin;
grant insert on siren_alerts to app_admin;
grant update on siren_alerts to app_admin;
grant select on siren_alerts to app_monitor;
grant insert on siren_alerts to app_monitor;
grant update on siren_alerts to app_monitor;
grant select on siren_alerts to app_reader;
grant insert on siren_alerts to app_reader;
grant select on siren_alerts to app_client;
grant insert on siren_alerts to app_client;
create policy siren_alerts_worker on siren_alerts for all to trunkline_worker using (true) with check (true);
create policy siren_alerts_select_superadmin on siren_alerts for select to app_superadmin using (true);
create policy siren_alerts_select_admin on siren_alerts for select to app_admin using (true);
create policy siren_alerts_select_monitor on siren_alerts for select to app_monitor using (true);
create policy siren_alerts_select_reader on siren_alerts for select to app_reader using (siren_alerts.triggered_by = (select nullif(current_setting('app.actor_id', true), '')::uuid));
create policy siren_alerts_select_client on siren_alerts for select to app_client using (siren_alerts.triggered_by = (select nullif(current_setting('app.actor_id', true), '')::uuid));
create policy siren_alerts_insert_superadmin on siren_alerts for insert to app_superadmin with check (true);
create policy siren_alerts_insert_admin on siren_alerts for insert to app_admin with check (true);
create policy siren_alerts_insert_monitor on siren_alerts for insert to app_monitor with check (true);
create policy siren_alerts_insert_reader on siren_alerts for insert to app_reader with check (siren_alerts.triggered_by = (select nullif(current_setting('app.actor_id', true), '')::uuid) and siren_alerts.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy siren_alerts_insert_client on siren_alerts for insert to app_client with check (siren_alerts.triggered_by = (select nullif(current_setting('app.actor_id', true), '')::uuid) and siren_alerts.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy siren_alerts_update_superadmin on siren_alerts for update to app_superadmin using (true) with check (true);
create policy siren_alerts_update_admin on siren_alerts for update to app_admin using (true) with check (true);
create policy siren_alerts_update_monitor on siren_alerts for update to app_monitor using (true) with check (true);
alter table stream_cursors enable row level security;
alter table stream_cursors force row level security;
create policy stream_cursors_worker on stream_cursors for all to trunkline_worker using (true) with check (true);
alter table stream_events enable row level security;
alter table stream_events force row level security;
grant select on stream_events to app_superadmin;
grant select on stream_events to app_admin;
grant select on stream_events to app_monitor;
grant select on stream_events to app_reader;
grant select on stream_events to app_client;
grant select on stream_events to trunkline_api;
create policy stream_events_worker on stream_events for all to trunkline_worker using (true) with check (true);
create policy stream_events_select_superadmin on stream_events for select to app_superadmin using (true);
create policy stream_events_select_admin on stream_events for select to app_admin using (true);
create policy stream_events_select_monitor on stream_events for select to app_monitor using (true);
create policy stream_events_select_reader on stream_events for select to app_reader using (stream_events.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy stream_events_select_client on stream_events for select to app_client using (stream_events.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select nullif(current_setting('app.actor_id', true), '')::uuid))))));
create policy stream_events_select_api on stream_events for select to trunkline_api using (true);
alter table sync_runs enable row level security;
alter table sync_runs force row level security;
grant select on sync_runs to app_superadmin;
grant insert on sync_runs to app_superadmin;
grant update on sync_runs to app_superadmin;
grant select on sync_runs to app_admin;
grant insert on sync_runs to app_admin;
grant update on sync_runs to app_admin;
grant select on sync_runs to app_monitor;
create policy sync_runs_worker on sync_runs for all to trunkline_worker using (true) with check (true);
create policy sync_runs_select_superadmin on sync_runs for select to app_superadmin using (true);
create policy sync_runs_select_admin on sync_runs for select to app_admin using (true);
create policy sync_runs_select_monitor on sync_runs for select to app_monitor using (true);
create policy sync_runs_insert_superadmin on sync_runs for insert to app_superadmin with check (true);
create policy sync_runs_insert_admin on sync_runs for insert to app_admin with check (true);
create policy sync_runs_update_superadmin on sync_runs for update to app_superadmin using (true) with check (true);
create policy sync_runs_update_admin on sync_runs for update to app_admin using (true) with check (true);
alter table sync_state enable row level security;
alter table sync_state force row level security;
grant select on sync_state to app_superadmin;
grant select on sync_state to app_admin;
grant select on sync_state to app_monitor;
create policy sync_state_worker on sync_state for all to trunkline_worker using (true) with check (true);
create policy sync_state_select_superadmin on sync_state for select to app_superadmin using (true);
create policy sync_state_select_admin on sync_state for select to app_admin using (true);
create policy sync_state_select_monitor on sync_state for select to app_monitor using (true);
alter table twilio_webhook_dedupe enable row level security;
alter table twilio_webhook_dedupe force row level security;
grant select on twilio_webhook_dedupe to app_superadmin;
grant select on twilio_webhook_dedupe to app_admin;
grant select on twilio_webhook_dedupe to app_monitor;
create policy twilio_webhook_dedupe_worker on twilio_webhook_dedupe for all to trunkline_worker using (true) with check (true);
create policy twilio_webhook_dedupe_select_superadmin on twilio_webhook_dedupe for select to app_superadmin using (true);
create policy twilio_webhook_dedupe_select_admin on twilio_webhook_dedupe for select to app_admin using (true);
create policy twilio_webhook_dedupe_select_monitor on twilio_webhook_dedupe for select to app_monitor using (true);
alter table twilio_webhook_inbox enable row level security;
alter table twilio_webhook_inbox force row level security;
grant select on twilio_webhook_inbox to app_superadmin;
grant update on twilio_webhook_inbox to app_superadmin;
grant select on twilio_webhook_inbox to app_admin;
grant update on twilio_webhook_inbox to app_admin;
grant select on twilio_webhook_inbox to app_monitor;
create policy twilio_webhook_inbox_worker on twilio_webhook_inbox for all to trunkline_worker using (true) with check (true);
create policy twilio_webhook_inbox_select_superadmin on twilio_webhook_inbox for select to app_superadmin using (true);
create policy twilio_webhook_inbox_select_admin on twilio_webhook_inbox for select to app_admin using (true);
create policy twilio_webhook_inbox_select_monitor on twilio_webhook_inbox for select to app_monitor using (true);
create policy twilio_webhook_inbox_update_superadmin on twilio_webhook_inbox for update to app_superadmin using (true) with check (true);
create policy twilio_webhook_inbox_update_admin on twilio_webhook_inbox for update to app_admin using (true) with check (true);
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
grant select on webhook_deliveries to app_superadmin;
grant insert on webhook_deliveries to app_superadmin;
grant update (state, attempts, next_attempt_at, error) on webhook_deliveries to app_superadmin;
grant select on webhook_deliveries to app_admin;
grant insert on webhook_deliveries to app_admin;
grant update (state, attempts, next_attempt_at, error) on webhook_deliveries to app_admin;
create policy webhook_deliveries_worker on webhook_deliveries for all to trunkline_worker using (true) with check (true);
create policy webhook_deliveries_select_superadmin on webhook_deliveries for select to app_superadmin using (true);
create policy webhook_deliveries_select_admin on webhook_deliveries for select to app_admin using (true);
create policy webhook_deliveries_insert_superadmin on webhook_deliveries for insert to app_superadmin with check (true);
create policy webhook_deliveries_insert_admin on webhook_deliveries for insert to app_admin with check (true);
create policy webhook_deliveries_update_superadmin on webhook_deliveries for update to app_superadmin using (true) with check (true);
create policy webhook_deliveries_update_admin on webhook_deliveries for update to app_admin using (true) with check (true);
alter table webhook_endpoints enable row level security;
alter table webhook_endpoints force row level security;
grant select (id, url, events, is_active, disabled_reason, created_at, updated_at) on webhook_endpoints to app_superadmin;
grant insert on webhook_endpoints to app_superadmin;
grant update on webhook_endpoints to app_superadmin;
grant delete on webhook_endpoints to app_superadmin;
grant select (id, url, events, is_active, disabled_reason, created_at, updated_at) on webhook_endpoints to app_admin;
grant insert on webhook_endpoints to app_admin;
grant update on webhook_endpoints to app_admin;
grant delete on webhook_endpoints to app_admin;
create policy webhook_endpoints_worker on webhook_endpoints for all to trunkline_worker using (true) with check (true);
create policy webhook_endpoints_select_superadmin on webhook_endpoints for select to app_superadmin using (true);
create policy webhook_endpoints_select_admin on webhook_endpoints for select to app_admin using (true);
create policy webhook_endpoints_insert_superadmin on webhook_endpoints for insert to app_superadmin with check (true);
create policy webhook_endpoints_insert_admin on webhook_endpoints for insert to app_admin with check (true);
create policy webhook_endpoints_update_superadmin on webhook_endpoints for update to app_superadmin using (true) with check (true);
create policy webhook_endpoints_update_admin on webhook_endpoints for update to app_admin using (true) with check (true);
create policy webhook_endpoints_delete_superadmin on webhook_endpoints for delete to app_superadmin using (true);
create policy webhook_endpoints_delete_admin on webhook_endpoints for delete to app_admin using (true);
