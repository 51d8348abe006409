-- Who acts is signed by the API, hashes are compared by functions, and each app has a login of its own (decision 0045).

-- Database roles belong to the server: another database of it may have made them already. Without a password nobody logs in
-- over the network. They inherit of trunkline_worker that policies show them all rows; that role has no privileges any more.
do $$
declare
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('trunkline roles'));
  foreach name in array array['ingest', 'worker_status', 'worker_reconcile', 'worker_recording', 'worker_transcription',
    'worker_dialer', 'worker_notify'] loop
    if not exists (select from pg_roles where rolname = 'trunkline_' || name) then
      execute format('create role %I login inherit', 'trunkline_' || name);
    end if;
    execute format('grant trunkline_worker to %I', 'trunkline_' || name);
    -- the queues, where they live in Postgres
    execute format('grant usage on schema bullmq to %I', 'trunkline_' || name);
    execute format('grant select, insert, update, delete on all tables in schema bullmq to %I', 'trunkline_' || name);
    execute format('grant usage on all sequences in schema bullmq to %I', 'trunkline_' || name);
    execute format('alter default privileges in schema bullmq grant select, insert, update, delete on tables to %I', 'trunkline_' || name);
    execute format('alter default privileges in schema bullmq grant usage on sequences to %I', 'trunkline_' || name);
  end loop;
end $$;

-- The key of the signatures, as the two blocks of HMAC-SHA-256, made from the password of the API's login. The latest two count:
-- while a password is replaced, processes with the former one work on.
create table context_keys (
  id         bigint      generated always as identity,
  inner_pad  bytea       not null,
  outer_pad  bytea       not null,
  created_at timestamptz not null default now(),
  constraint context_keys_pkey primary key (id)
);

-- True if a process that knows the password of the API's login signed this claim. Digests are compared, so that the time
-- reveals nothing.
create function is_signed(signature text, claim text) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return exists (
    select from context_keys k where sha256(convert_to(signature, 'UTF8')) = sha256(convert_to(
      encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(claim, 'UTF8'))), 'hex'), 'UTF8')));
end $$;

-- Role and id of the actor (null without a profile) by `app.context`, if it is signed for this session; otherwise null. Every
-- SQL may set `app.context` and every SQL of the API's login the role; none can sign.
create function signed_context() returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  part text[] := string_to_array(current_setting('app.context', true), ' ');
begin
  if cardinality(part) = 3 and is_signed(part[1], concat_ws(' ', 'context', pg_backend_pid(), part[2], part[3])) then
    return array[part[2], nullif(part[3], '')];
  end if;
  return null;
end $$;

-- Signs as the API does: for the owner's own work and tests.
create function sign_claim(claim text) returns text
  language sql stable set search_path = pg_catalog, public, pg_temp
  as $$
    select encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(claim, 'UTF8'))), 'hex')
    from context_keys k order by k.id desc limit 1
  $$;
create function sign_context(role text, actor text) returns text
  language sql volatile set search_path = pg_catalog, public, pg_temp
  as $$
    select set_config('app.context', concat_ws(' ',
      sign_claim(concat_ws(' ', 'context', pg_backend_pid(), role, coalesce(actor, ''))), role, coalesce(actor, '')), true)
  $$;

-- The hash of an active person's password, by name or id: for a process that signed that it checks a password.
create function password_of(by_name text, by_id uuid, signature text) returns table (id uuid, password_hash text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select p.id, p.password_hash from profiles p
    where p.is_active and (p.id = by_id or p.name = by_name)
      and is_signed(signature, 'password_of ' || coalesce('id ' || by_id, 'name ' || by_name))
  $$;

create function is_key_secret(key_prefix text, hash text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select from api_keys k where k.prefix = key_prefix and sha256(convert_to(k.secret_hash, 'UTF8')) = sha256(convert_to(hash, 'UTF8'))) $$;

-- A browser's session that is valid now, with what its owner is now.
create function live_session(hash text) returns table (profile_id uuid, role text, expires_at timestamptz, is_use_due boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select s.profile_id, p.role, s.expires_at, s.last_seen_at < now() - interval '1 minute'
    from sessions s join profiles p on p.id = s.profile_id
    where s.token_hash = hash and s.revoked_at is null and s.expires_at > now()
      and s.last_seen_at > now() - interval '30 minutes' and p.is_active
  $$;

-- Deletes the person's expired sessions too. Signed: who may write sessions is everybody.
create function open_session(hash text, person uuid, signature text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not is_signed(signature, concat_ws(' ', 'open_session', hash, person)) then
    raise exception 'a session without a signature of the API' using errcode = 'insufficient_privilege';
  end if;
  delete from sessions s where s.profile_id = person and s.expires_at < now();
  insert into sessions (token_hash, profile_id, expires_at) values (hash, person, now() + interval '12 hours');
end $$;

create function use_session(hash text) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
    update sessions s set last_seen_at = now()
    where s.token_hash = hash and s.revoked_at is null and s.last_seen_at < now() - interval '1 minute'
  $$;

create function end_session(hash text) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$ update sessions s set revoked_at = now() where s.token_hash = hash and s.revoked_at is null $$;

-- The person of a link, and whether the link still logs in; one of a person who is not active counts as expired.
create function login_link(hash text) returns table (name text, state text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select p.name, case when l.used_at is not null then 'used'
      when l.expires_at <= now() or not p.is_active then 'expired' else 'valid' end
    from login_links l join profiles p on p.id = l.profile_id where l.token_hash = hash
  $$;

create function use_login_link(hash text) returns uuid
  language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$
    update login_links l set used_at = now() from profiles p
    where l.token_hash = hash and l.used_at is null and l.expires_at > now() and p.id = l.profile_id and p.is_active
    returning l.profile_id
  $$;

-- What the index of parts finds. Under row-level security the index cannot be used, as `@>` of arrays is not leakproof. The
-- role of the database that asks must be the signed one; the workers' logins and owners need no signature.
create function find_by_words(grams text[], before bigint, term text) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select s.inbox_id from twilio_webhook_search s
    where (select pg_has_role(session_user, 'trunkline_worker', 'usage')
        or 'app_' || (signed_context())[1] = current_setting('role'))
      and inbox_search_grams(s.words) @> grams and s.inbox_id < before and strpos(s.words, term) > 0
  $$;

-- Partitions are made and dropped by their owner; worker-reconcile says when.
alter function ensure_inbox_partitions(date, integer) security definer set search_path = public, pg_temp;
alter function drop_inbox_partitions(date) security definer set search_path = public, pg_temp;

-- Who may do what, as npm run policy:sql writes it.
do $$ declare p record; begin
  for p in select policyname, tablename from pg_policies where schemaname = current_schema() loop
    execute format('drop policy %I on %I', p.policyname, p.tablename);
  end loop;
end $$;
revoke all on all tables in schema public from trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
revoke all on all sequences in schema public from trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant usage on schema public to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_retention;
grant select, insert, update, delete on all tables in schema public to trunkline_retention;
grant usage on all sequences in schema public to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
grant usage on sequence twilio_webhook_inbox_seq to trunkline_ingest;
grant usage on sequence twilio_webhook_inbox_seq to trunkline_worker_reconcile;
grant usage on sequence twilio_webhook_inbox_seq to trunkline_worker_dialer;
revoke execute on function append_audit(text, text, text, text, text, text, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function append_audit(text, text, text, text, text, text, text) to trunkline_retention, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
revoke execute on function tell_stream(text, text, text, bigint) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function tell_stream(text, text, text, bigint) to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify;
revoke execute on function number_stream_events() from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function number_stream_events() to trunkline_api, trunkline_worker_reconcile, trunkline_worker_notify;
revoke execute on function stream_audience(bigint, bigint) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function stream_audience(bigint, bigint) to trunkline_api, trunkline_worker_notify;
revoke execute on function signed_context() from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function signed_context() to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
revoke execute on function is_signed(text, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function is_signed(text, text) to trunkline_api;
revoke execute on function password_of(text, uuid, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function password_of(text, uuid, text) to trunkline_api;
revoke execute on function is_key_secret(text, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function is_key_secret(text, text) to trunkline_api;
revoke execute on function live_session(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function live_session(text) to trunkline_api;
revoke execute on function open_session(text, uuid, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function open_session(text, uuid, text) to trunkline_api;
revoke execute on function use_session(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function use_session(text) to trunkline_api;
revoke execute on function end_session(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function end_session(text) to trunkline_api;
revoke execute on function login_link(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function login_link(text) to trunkline_api;
revoke execute on function use_login_link(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function use_login_link(text) to trunkline_api;
revoke execute on function find_by_words(text[], bigint, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function find_by_words(text[], bigint, text) to app_superadmin, app_admin, app_monitor;
revoke execute on function is_erased(text, boolean, jsonb) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function is_erased(text, boolean, jsonb) to trunkline_retention, trunkline_ingest, trunkline_worker_reconcile, trunkline_worker_dialer;
revoke execute on function redact_erased(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function redact_erased(text) to trunkline_retention, trunkline_ingest, trunkline_worker_reconcile, trunkline_worker_dialer;
revoke execute on function erasure_digest(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function erasure_digest(text) to trunkline_retention;
revoke execute on function ensure_inbox_partitions(date, integer) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function ensure_inbox_partitions(date, integer) to trunkline_worker_reconcile;
revoke execute on function drop_inbox_partitions(date) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function drop_inbox_partitions(date) to trunkline_worker_reconcile;
revoke execute on function sign_claim(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
revoke execute on function sign_context(text, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
revoke execute on function use_of_dial_caps(text, timestamptz, text, text, integer, jsonb) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function use_of_dial_caps(text, timestamptz, text, text, integer, jsonb) to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_worker_dialer;
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
grant select (prefix, profile_id, scopes, expires_at, revoked_at, last_used_at) on api_keys to trunkline_api;
grant update (last_used_at) on api_keys to trunkline_api;
create policy api_keys_worker on api_keys for all to trunkline_worker using (true) with check (true);
create policy api_keys_select_superadmin on api_keys for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy api_keys_select_admin on api_keys for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy api_keys_insert_superadmin on api_keys for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy api_keys_insert_admin on api_keys for insert to app_admin with check ((select (signed_context())[1] = 'admin') and (profile_id not in (select p.id from profiles p where p.role = 'superadmin')));
create policy api_keys_update_superadmin on api_keys for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy api_keys_update_admin on api_keys for update to app_admin using ((select (signed_context())[1] = 'admin') and (profile_id not in (select p.id from profiles p where p.role = 'superadmin'))) with check ((select (signed_context())[1] = 'admin') and (profile_id not in (select p.id from profiles p where p.role = 'superadmin')));
create policy api_keys_delete_superadmin on api_keys for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy api_keys_delete_admin on api_keys for delete to app_admin using ((select (signed_context())[1] = 'admin') and (profile_id not in (select p.id from profiles p where p.role = 'superadmin')));
create policy api_keys_select_api on api_keys for select to trunkline_api using (true);
create policy api_keys_update_api on api_keys for update to trunkline_api using (true) with check (true);
alter table audit_anchors enable row level security;
alter table audit_anchors force row level security;
grant select on audit_anchors to app_superadmin;
grant select on audit_anchors to app_admin;
grant select on audit_anchors to trunkline_worker_recording;
grant insert on audit_anchors to trunkline_worker_recording;
grant update on audit_anchors to trunkline_worker_recording;
grant select (hour, lines, head) on audit_anchors to trunkline_worker_notify;
create policy audit_anchors_worker on audit_anchors for all to trunkline_worker using (true) with check (true);
create policy audit_anchors_select_superadmin on audit_anchors for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy audit_anchors_select_admin on audit_anchors for select to app_admin using ((select (signed_context())[1] = 'admin'));
alter table audit_events enable row level security;
alter table audit_events force row level security;
grant select on audit_events to app_superadmin;
grant select on audit_events to app_admin;
grant select on audit_events to trunkline_worker_recording;
create policy audit_events_worker on audit_events for all to trunkline_worker using (true) with check (true);
create policy audit_events_select_superadmin on audit_events for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy audit_events_select_admin on audit_events for select to app_admin using ((select (signed_context())[1] = 'admin'));
alter table call_attempts enable row level security;
alter table call_attempts force row level security;
grant select on call_attempts to app_superadmin;
grant select on call_attempts to app_admin;
grant select on call_attempts to app_monitor;
grant select on call_attempts to trunkline_worker_status;
grant insert on call_attempts to trunkline_worker_status;
grant update on call_attempts to trunkline_worker_status;
grant select (id, external_call_id, campaign_id, contact_id) on call_attempts to trunkline_worker_notify;
create policy call_attempts_worker on call_attempts for all to trunkline_worker using (true) with check (true);
create policy call_attempts_select_superadmin on call_attempts for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy call_attempts_select_admin on call_attempts for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy call_attempts_select_monitor on call_attempts for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
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
grant select (call_id) on call_commands to trunkline_worker_status;
grant update (call_id) on call_commands to trunkline_worker_status;
grant select on call_commands to trunkline_worker_dialer;
grant insert on call_commands to trunkline_worker_dialer;
grant update on call_commands to trunkline_worker_dialer;
create policy call_commands_worker on call_commands for all to trunkline_worker using (true) with check (true);
create policy call_commands_select_superadmin on call_commands for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy call_commands_select_admin on call_commands for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy call_commands_select_monitor on call_commands for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy call_commands_select_reader on call_commands for select to app_reader using ((select (signed_context())[1] = 'reader') and (call_commands.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))))));
create policy call_commands_select_client on call_commands for select to app_client using ((select (signed_context())[1] = 'client') and (call_commands.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))))));
create policy call_commands_insert_superadmin on call_commands for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin') and ((kind = 'drop') or (kind <> 'drop')));
create policy call_commands_insert_admin on call_commands for insert to app_admin with check ((select (signed_context())[1] = 'admin') and ((kind = 'drop') or (kind <> 'drop')));
create policy call_commands_insert_monitor on call_commands for insert to app_monitor with check ((select (signed_context())[1] = 'monitor') and ((kind = 'drop') or (kind <> 'drop')));
create policy call_commands_insert_reader on call_commands for insert to app_reader with check ((select (signed_context())[1] = 'reader') and ((call_commands.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid))))) and kind = 'drop') or (call_commands.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid))))) and kind <> 'drop')));
create policy call_commands_insert_client on call_commands for insert to app_client with check ((select (signed_context())[1] = 'client') and (call_commands.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid))))) and kind = 'drop'));
alter table call_events enable row level security;
alter table call_events force row level security;
grant select on call_events to app_superadmin;
grant select on call_events to app_admin;
grant select on call_events to app_monitor;
grant select on call_events to trunkline_worker_status;
grant insert on call_events to trunkline_worker_status;
grant select on call_events to trunkline_worker_reconcile;
create policy call_events_worker on call_events for all to trunkline_worker using (true) with check (true);
create policy call_events_select_superadmin on call_events for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy call_events_select_admin on call_events for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy call_events_select_monitor on call_events for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
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
grant select on call_intents to trunkline_worker_status;
grant update on call_intents to trunkline_worker_status;
grant select on call_intents to trunkline_worker_dialer;
grant insert on call_intents to trunkline_worker_dialer;
grant update on call_intents to trunkline_worker_dialer;
create policy call_intents_worker on call_intents for all to trunkline_worker using (true) with check (true);
create policy call_intents_select_superadmin on call_intents for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy call_intents_select_admin on call_intents for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy call_intents_select_monitor on call_intents for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy call_intents_insert_superadmin on call_intents for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy call_intents_insert_admin on call_intents for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy call_intents_insert_monitor on call_intents for insert to app_monitor with check ((select (signed_context())[1] = 'monitor') and (kind = 'order'));
create policy call_intents_insert_reader on call_intents for insert to app_reader with check ((select (signed_context())[1] = 'reader') and (call_intents.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid))))) and kind = 'order'));
create policy call_intents_insert_client on call_intents for insert to app_client with check ((select (signed_context())[1] = 'client') and (call_intents.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid))))) and kind = 'order'));
create policy call_intents_update_superadmin on call_intents for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy call_intents_update_admin on call_intents for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy call_intents_delete_superadmin on call_intents for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy call_intents_delete_admin on call_intents for delete to app_admin using ((select (signed_context())[1] = 'admin'));
alter table call_lookups enable row level security;
alter table call_lookups force row level security;
grant select on call_lookups to app_superadmin;
grant select on call_lookups to app_admin;
grant select on call_lookups to app_monitor;
grant select on call_lookups to trunkline_worker_reconcile;
grant insert on call_lookups to trunkline_worker_reconcile;
grant update on call_lookups to trunkline_worker_reconcile;
create policy call_lookups_worker on call_lookups for all to trunkline_worker using (true) with check (true);
create policy call_lookups_select_superadmin on call_lookups for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy call_lookups_select_admin on call_lookups for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy call_lookups_select_monitor on call_lookups for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
alter table call_recordings enable row level security;
alter table call_recordings force row level security;
grant select on call_recordings to app_superadmin;
grant select on call_recordings to app_admin;
grant select on call_recordings to app_monitor;
grant select (id, recording_sid, call_sid, call_id, status, twilio_status, channels, duration_sec, audio_sec, started_at, custody, is_encrypted, has_speech, content_type, size_bytes, file_size_bytes, announced_at, updated_at, stored_at, expired_at) on call_recordings to app_reader;
grant select (id, recording_sid, call_sid, call_id, status, twilio_status, channels, duration_sec, audio_sec, started_at, custody, is_encrypted, has_speech, content_type, size_bytes, file_size_bytes, announced_at, updated_at, stored_at, expired_at) on call_recordings to app_client;
grant select (recording_sid, custody, object_key, content_type, size_bytes, sha256) on call_recordings to trunkline_api;
grant select on call_recordings to trunkline_worker_status;
grant insert on call_recordings to trunkline_worker_status;
grant update on call_recordings to trunkline_worker_status;
grant select on call_recordings to trunkline_worker_reconcile;
grant select on call_recordings to trunkline_worker_recording;
grant update on call_recordings to trunkline_worker_recording;
grant select on call_recordings to trunkline_worker_transcription;
grant update (has_speech) on call_recordings to trunkline_worker_transcription;
grant select (id, recording_sid, twilio_status, custody, duration_sec) on call_recordings to trunkline_worker_notify;
create policy call_recordings_worker on call_recordings for all to trunkline_worker using (true) with check (true);
create policy call_recordings_select_superadmin on call_recordings for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy call_recordings_select_admin on call_recordings for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy call_recordings_select_monitor on call_recordings for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy call_recordings_select_reader on call_recordings for select to app_reader using ((select (signed_context())[1] = 'reader') and (call_recordings.call_sid = any(array(select c.call_sid from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))))));
create policy call_recordings_select_client on call_recordings for select to app_client using ((select (signed_context())[1] = 'client') and (call_recordings.call_sid = any(array(select c.call_sid from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))))));
create policy call_recordings_select_api on call_recordings for select to trunkline_api using (true);
alter table callback_gaps enable row level security;
alter table callback_gaps force row level security;
grant select on callback_gaps to app_superadmin;
grant select on callback_gaps to app_admin;
grant select on callback_gaps to app_monitor;
grant select on callback_gaps to trunkline_worker_reconcile;
grant insert on callback_gaps to trunkline_worker_reconcile;
grant update on callback_gaps to trunkline_worker_reconcile;
grant select (id, missing, class, healed_by) on callback_gaps to trunkline_worker_notify;
create policy callback_gaps_worker on callback_gaps for all to trunkline_worker using (true) with check (true);
create policy callback_gaps_select_superadmin on callback_gaps for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy callback_gaps_select_admin on callback_gaps for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy callback_gaps_select_monitor on callback_gaps for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
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
grant select on calls to trunkline_worker_status;
grant insert on calls to trunkline_worker_status;
grant update on calls to trunkline_worker_status;
grant delete on calls to trunkline_worker_status;
grant select on calls to trunkline_worker_reconcile;
grant update on calls to trunkline_worker_reconcile;
grant select on calls to trunkline_worker_recording;
grant select on calls to trunkline_worker_transcription;
grant select on calls to trunkline_worker_dialer;
grant insert on calls to trunkline_worker_dialer;
grant update on calls to trunkline_worker_dialer;
grant delete on calls to trunkline_worker_dialer;
grant select (id, call_sid, status, direction, from_number, to_number, duration_sec, recording_status, order_id, version) on calls to trunkline_worker_notify;
create policy calls_worker on calls for all to trunkline_worker using (true) with check (true);
create policy calls_select_superadmin on calls for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy calls_select_admin on calls for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy calls_select_monitor on calls for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy calls_select_reader on calls for select to app_reader using ((select (signed_context())[1] = 'reader') and (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))));
create policy calls_select_client on calls for select to app_client using ((select (signed_context())[1] = 'client') and (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))));
create policy calls_insert_superadmin on calls for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin') and (call_sid is null and status = 'scheduled'));
create policy calls_insert_admin on calls for insert to app_admin with check ((select (signed_context())[1] = 'admin') and (call_sid is null and status = 'scheduled'));
create policy calls_insert_monitor on calls for insert to app_monitor with check ((select (signed_context())[1] = 'monitor') and (call_sid is null and status = 'scheduled'));
create policy calls_insert_reader on calls for insert to app_reader with check ((select (signed_context())[1] = 'reader') and (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid))) and call_sid is null and status = 'scheduled'));
create policy calls_insert_client on calls for insert to app_client with check ((select (signed_context())[1] = 'client') and (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid))) and call_sid is null and status = 'scheduled'));
create policy calls_update_superadmin on calls for update to app_superadmin using ((select (signed_context())[1] = 'superadmin') and (call_sid is null)) with check ((select (signed_context())[1] = 'superadmin') and (call_sid is null));
create policy calls_update_admin on calls for update to app_admin using ((select (signed_context())[1] = 'admin') and (call_sid is null)) with check ((select (signed_context())[1] = 'admin') and (call_sid is null));
create policy calls_update_monitor on calls for update to app_monitor using ((select (signed_context())[1] = 'monitor') and (call_sid is null)) with check ((select (signed_context())[1] = 'monitor') and (call_sid is null));
create policy calls_update_reader on calls for update to app_reader using ((select (signed_context())[1] = 'reader') and (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid))) and call_sid is null)) with check ((select (signed_context())[1] = 'reader') and (calls.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid))) and call_sid is null));
create policy calls_update_client on calls for update to app_client using ((select (signed_context())[1] = 'client') and (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid))) and call_sid is null)) with check ((select (signed_context())[1] = 'client') and (calls.conference_call_id is null and calls.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid))) and call_sid is null));
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
grant select (id, language, dialogue_url) on campaigns to trunkline_ingest;
grant select on campaigns to trunkline_worker_status;
grant insert on campaigns to trunkline_worker_status;
create policy campaigns_worker on campaigns for all to trunkline_worker using (true) with check (true);
create policy campaigns_select_superadmin on campaigns for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy campaigns_select_admin on campaigns for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy campaigns_select_monitor on campaigns for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy campaigns_insert_superadmin on campaigns for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy campaigns_insert_admin on campaigns for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy campaigns_update_superadmin on campaigns for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy campaigns_update_admin on campaigns for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy campaigns_delete_superadmin on campaigns for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy campaigns_delete_admin on campaigns for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select on candidates to trunkline_worker_status;
grant insert on candidates to trunkline_worker_status;
grant update on candidates to trunkline_worker_status;
create policy candidates_worker on candidates for all to trunkline_worker using (true) with check (true);
create policy candidates_select_superadmin on candidates for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy candidates_select_admin on candidates for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy candidates_select_monitor on candidates for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy candidates_insert_superadmin on candidates for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy candidates_insert_admin on candidates for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy candidates_update_superadmin on candidates for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy candidates_update_admin on candidates for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy candidates_delete_superadmin on candidates for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy candidates_delete_admin on candidates for delete to app_admin using ((select (signed_context())[1] = 'admin'));
alter table contacts enable row level security;
alter table contacts force row level security;
grant select on contacts to app_superadmin;
grant select on contacts to app_admin;
grant select on contacts to app_monitor;
grant select on contacts to app_reader;
grant select on contacts to app_client;
grant select on contacts to trunkline_worker_status;
grant insert on contacts to trunkline_worker_status;
create policy contacts_worker on contacts for all to trunkline_worker using (true) with check (true);
create policy contacts_select_superadmin on contacts for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy contacts_select_admin on contacts for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy contacts_select_monitor on contacts for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy contacts_select_reader on contacts for select to app_reader using ((select (signed_context())[1] = 'reader') and (contacts.id = any(array(select k.contact_id from conversations k where k.id = any(array(select c.conversation_id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))))))));
create policy contacts_select_client on contacts for select to app_client using ((select (signed_context())[1] = 'client') and (contacts.id = any(array(select k.contact_id from conversations k where k.id = any(array(select c.conversation_id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))))))));
alter table context_keys enable row level security;
alter table context_keys force row level security;
create policy context_keys_worker on context_keys for all to trunkline_worker using (true) with check (true);
alter table conversations enable row level security;
alter table conversations force row level security;
grant select on conversations to app_superadmin;
grant select on conversations to app_admin;
grant select on conversations to app_monitor;
grant select on conversations to app_reader;
grant select on conversations to app_client;
grant select on conversations to trunkline_worker_status;
grant insert on conversations to trunkline_worker_status;
grant update on conversations to trunkline_worker_status;
create policy conversations_worker on conversations for all to trunkline_worker using (true) with check (true);
create policy conversations_select_superadmin on conversations for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy conversations_select_admin on conversations for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy conversations_select_monitor on conversations for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy conversations_select_reader on conversations for select to app_reader using ((select (signed_context())[1] = 'reader') and (conversations.id = any(array(select c.conversation_id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))))));
create policy conversations_select_client on conversations for select to app_client using ((select (signed_context())[1] = 'client') and (conversations.id = any(array(select c.conversation_id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))))));
alter table erased_calls enable row level security;
alter table erased_calls force row level security;
create policy erased_calls_worker on erased_calls for all to trunkline_worker using (true) with check (true);
alter table erased_numbers enable row level security;
alter table erased_numbers force row level security;
create policy erased_numbers_worker on erased_numbers for all to trunkline_worker using (true) with check (true);
alter table erasure_key enable row level security;
alter table erasure_key force row level security;
create policy erasure_key_worker on erasure_key for all to trunkline_worker using (true) with check (true);
alter table erasures enable row level security;
alter table erasures force row level security;
create policy erasures_worker on erasures for all to trunkline_worker using (true) with check (true);
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
grant select (ctid, created_at) on idempotency_keys to trunkline_worker_reconcile;
grant delete on idempotency_keys to trunkline_worker_reconcile;
create policy idempotency_keys_worker on idempotency_keys for all to trunkline_worker using (true) with check (true);
create policy idempotency_keys_select_superadmin on idempotency_keys for select to app_superadmin using ((select (signed_context())[1] = 'superadmin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_select_admin on idempotency_keys for select to app_admin using ((select (signed_context())[1] = 'admin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_select_monitor on idempotency_keys for select to app_monitor using ((select (signed_context())[1] = 'monitor') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_select_reader on idempotency_keys for select to app_reader using ((select (signed_context())[1] = 'reader') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_select_client on idempotency_keys for select to app_client using ((select (signed_context())[1] = 'client') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_insert_superadmin on idempotency_keys for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_insert_admin on idempotency_keys for insert to app_admin with check ((select (signed_context())[1] = 'admin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_insert_monitor on idempotency_keys for insert to app_monitor with check ((select (signed_context())[1] = 'monitor') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_insert_reader on idempotency_keys for insert to app_reader with check ((select (signed_context())[1] = 'reader') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_insert_client on idempotency_keys for insert to app_client with check ((select (signed_context())[1] = 'client') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_update_superadmin on idempotency_keys for update to app_superadmin using ((select (signed_context())[1] = 'superadmin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator')))) with check ((select (signed_context())[1] = 'superadmin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_update_admin on idempotency_keys for update to app_admin using ((select (signed_context())[1] = 'admin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator')))) with check ((select (signed_context())[1] = 'admin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_update_monitor on idempotency_keys for update to app_monitor using ((select (signed_context())[1] = 'monitor') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator')))) with check ((select (signed_context())[1] = 'monitor') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_update_reader on idempotency_keys for update to app_reader using ((select (signed_context())[1] = 'reader') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator')))) with check ((select (signed_context())[1] = 'reader') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_update_client on idempotency_keys for update to app_client using ((select (signed_context())[1] = 'client') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator')))) with check ((select (signed_context())[1] = 'client') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_delete_superadmin on idempotency_keys for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_delete_admin on idempotency_keys for delete to app_admin using ((select (signed_context())[1] = 'admin') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_delete_monitor on idempotency_keys for delete to app_monitor using ((select (signed_context())[1] = 'monitor') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_delete_reader on idempotency_keys for delete to app_reader using ((select (signed_context())[1] = 'reader') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
create policy idempotency_keys_delete_client on idempotency_keys for delete to app_client using ((select (signed_context())[1] = 'client') and (idempotency_keys.actor_id = (select coalesce((signed_context())[2], 'operator'))));
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
create policy interview_decisions_select_superadmin on interview_decisions for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_decisions_select_admin on interview_decisions for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy interview_decisions_select_monitor on interview_decisions for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy interview_decisions_insert_superadmin on interview_decisions for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_decisions_insert_admin on interview_decisions for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy interview_decisions_update_superadmin on interview_decisions for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_decisions_update_admin on interview_decisions for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy interview_decisions_delete_superadmin on interview_decisions for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_decisions_delete_admin on interview_decisions for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select on interview_events to trunkline_worker_status;
grant insert on interview_events to trunkline_worker_status;
grant select on interview_events to trunkline_worker_dialer;
grant insert on interview_events to trunkline_worker_dialer;
create policy interview_events_worker on interview_events for all to trunkline_worker using (true) with check (true);
create policy interview_events_select_superadmin on interview_events for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_events_select_admin on interview_events for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy interview_events_select_monitor on interview_events for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy interview_events_insert_superadmin on interview_events for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_events_insert_admin on interview_events for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy interview_events_update_superadmin on interview_events for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_events_update_admin on interview_events for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy interview_events_delete_superadmin on interview_events for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_events_delete_admin on interview_events for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select on interview_responses to trunkline_worker_status;
grant insert on interview_responses to trunkline_worker_status;
grant update on interview_responses to trunkline_worker_status;
grant select on interview_responses to trunkline_worker_transcription;
grant update on interview_responses to trunkline_worker_transcription;
grant select on interview_responses to trunkline_worker_dialer;
grant insert on interview_responses to trunkline_worker_dialer;
grant update on interview_responses to trunkline_worker_dialer;
grant select (id, interview_id, question_number, attempt, transcript_status, score_status) on interview_responses to trunkline_worker_notify;
create policy interview_responses_worker on interview_responses for all to trunkline_worker using (true) with check (true);
create policy interview_responses_select_superadmin on interview_responses for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_responses_select_admin on interview_responses for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy interview_responses_select_monitor on interview_responses for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy interview_responses_insert_superadmin on interview_responses for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_responses_insert_admin on interview_responses for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy interview_responses_update_superadmin on interview_responses for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_responses_update_admin on interview_responses for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy interview_responses_delete_superadmin on interview_responses for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_responses_delete_admin on interview_responses for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select on interview_results to trunkline_worker_transcription;
grant insert on interview_results to trunkline_worker_transcription;
create policy interview_results_worker on interview_results for all to trunkline_worker using (true) with check (true);
create policy interview_results_select_superadmin on interview_results for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_results_select_admin on interview_results for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy interview_results_select_monitor on interview_results for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy interview_results_insert_superadmin on interview_results for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_results_insert_admin on interview_results for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy interview_results_update_superadmin on interview_results for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_results_update_admin on interview_results for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy interview_results_delete_superadmin on interview_results for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_results_delete_admin on interview_results for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select on interview_scores to trunkline_worker_transcription;
grant insert on interview_scores to trunkline_worker_transcription;
create policy interview_scores_worker on interview_scores for all to trunkline_worker using (true) with check (true);
create policy interview_scores_select_superadmin on interview_scores for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_scores_select_admin on interview_scores for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy interview_scores_select_monitor on interview_scores for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy interview_scores_insert_superadmin on interview_scores for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_scores_insert_admin on interview_scores for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy interview_scores_update_superadmin on interview_scores for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_scores_update_admin on interview_scores for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy interview_scores_delete_superadmin on interview_scores for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_scores_delete_admin on interview_scores for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select (id, language, voice, questions) on interview_templates to trunkline_ingest;
grant select on interview_templates to trunkline_worker_status;
grant select on interview_templates to trunkline_worker_transcription;
grant select on interview_templates to trunkline_worker_dialer;
create policy interview_templates_worker on interview_templates for all to trunkline_worker using (true) with check (true);
create policy interview_templates_select_superadmin on interview_templates for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_templates_select_admin on interview_templates for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy interview_templates_select_monitor on interview_templates for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy interview_templates_insert_superadmin on interview_templates for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_templates_insert_admin on interview_templates for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy interview_templates_update_superadmin on interview_templates for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy interview_templates_update_admin on interview_templates for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy interview_templates_delete_superadmin on interview_templates for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interview_templates_delete_admin on interview_templates for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select (id, template_id, first_question, question_count) on interviews to trunkline_ingest;
grant select on interviews to trunkline_worker_status;
grant update on interviews to trunkline_worker_status;
grant select on interviews to trunkline_worker_transcription;
grant update on interviews to trunkline_worker_transcription;
grant select on interviews to trunkline_worker_dialer;
grant update on interviews to trunkline_worker_dialer;
grant select (id, status, answered, question_count) on interviews to trunkline_worker_notify;
create policy interviews_worker on interviews for all to trunkline_worker using (true) with check (true);
create policy interviews_select_superadmin on interviews for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interviews_select_admin on interviews for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy interviews_select_monitor on interviews for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy interviews_insert_superadmin on interviews for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy interviews_insert_admin on interviews for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy interviews_update_superadmin on interviews for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy interviews_update_admin on interviews for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy interviews_delete_superadmin on interviews for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy interviews_delete_admin on interviews for delete to app_admin using ((select (signed_context())[1] = 'admin'));
alter table login_links enable row level security;
alter table login_links force row level security;
create policy login_links_worker on login_links for all to trunkline_worker using (true) with check (true);
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
grant select on model_effects to trunkline_worker_transcription;
grant insert on model_effects to trunkline_worker_transcription;
grant update on model_effects to trunkline_worker_transcription;
create policy model_effects_worker on model_effects for all to trunkline_worker using (true) with check (true);
create policy model_effects_select_superadmin on model_effects for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy model_effects_select_admin on model_effects for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy model_effects_select_monitor on model_effects for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy model_effects_insert_superadmin on model_effects for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy model_effects_insert_admin on model_effects for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy model_effects_update_superadmin on model_effects for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy model_effects_update_admin on model_effects for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy model_effects_delete_superadmin on model_effects for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy model_effects_delete_admin on model_effects for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select on orders to trunkline_worker_dialer;
create policy orders_worker on orders for all to trunkline_worker using (true) with check (true);
create policy orders_select_superadmin on orders for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy orders_select_admin on orders for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy orders_select_monitor on orders for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy orders_select_reader on orders for select to app_reader using ((select (signed_context())[1] = 'reader') and (orders.reader_id = (select (signed_context())[2]::uuid)));
create policy orders_select_client on orders for select to app_client using ((select (signed_context())[1] = 'client') and (orders.client_id = (select (signed_context())[2]::uuid)));
create policy orders_insert_superadmin on orders for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy orders_insert_admin on orders for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy orders_update_superadmin on orders for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy orders_update_admin on orders for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy orders_delete_superadmin on orders for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy orders_delete_admin on orders for delete to app_admin using ((select (signed_context())[1] = 'admin'));
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
grant select (id, role, is_active) on profiles to trunkline_api;
grant select (id, phone_number, is_active) on profiles to trunkline_worker_dialer;
create policy profiles_worker on profiles for all to trunkline_worker using (true) with check (true);
create policy profiles_select_superadmin on profiles for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy profiles_select_admin on profiles for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy profiles_select_monitor on profiles for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy profiles_select_reader on profiles for select to app_reader using ((select (signed_context())[1] = 'reader') and (profiles.id = (select (signed_context())[2]::uuid)));
create policy profiles_select_client on profiles for select to app_client using ((select (signed_context())[1] = 'client') and (profiles.id = (select (signed_context())[2]::uuid)));
create policy profiles_insert_superadmin on profiles for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy profiles_insert_admin on profiles for insert to app_admin with check ((select (signed_context())[1] = 'admin') and (role <> 'superadmin'));
create policy profiles_update_superadmin on profiles for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy profiles_update_admin on profiles for update to app_admin using ((select (signed_context())[1] = 'admin') and ((role <> 'superadmin') or (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user))) with check ((select (signed_context())[1] = 'admin') and ((role <> 'superadmin') or (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user)));
create policy profiles_update_monitor on profiles for update to app_monitor using ((select (signed_context())[1] = 'monitor') and (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user)) with check ((select (signed_context())[1] = 'monitor') and (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user));
create policy profiles_update_reader on profiles for update to app_reader using ((select (signed_context())[1] = 'reader') and (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user)) with check ((select (signed_context())[1] = 'reader') and (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user));
create policy profiles_update_client on profiles for update to app_client using ((select (signed_context())[1] = 'client') and (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user)) with check ((select (signed_context())[1] = 'client') and (profiles.id = (select (signed_context())[2]::uuid) and 'app_' || role = current_user));
create policy profiles_delete_superadmin on profiles for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy profiles_delete_admin on profiles for delete to app_admin using ((select (signed_context())[1] = 'admin') and (role <> 'superadmin'));
create policy profiles_select_api on profiles for select to trunkline_api using (true);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy sessions_worker on sessions for all to trunkline_worker using (true) with check (true);
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
grant select (call_id) on siren_alerts to trunkline_worker_status;
grant update (call_id) on siren_alerts to trunkline_worker_status;
grant select (call_id) on siren_alerts to trunkline_worker_dialer;
grant update (call_id) on siren_alerts to trunkline_worker_dialer;
grant select on siren_alerts to trunkline_worker_notify;
grant update on siren_alerts to trunkline_worker_notify;
create policy siren_alerts_worker on siren_alerts for all to trunkline_worker using (true) with check (true);
create policy siren_alerts_select_superadmin on siren_alerts for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy siren_alerts_select_admin on siren_alerts for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy siren_alerts_select_monitor on siren_alerts for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy siren_alerts_select_reader on siren_alerts for select to app_reader using ((select (signed_context())[1] = 'reader') and (siren_alerts.triggered_by = (select (signed_context())[2]::uuid)));
create policy siren_alerts_select_client on siren_alerts for select to app_client using ((select (signed_context())[1] = 'client') and (siren_alerts.triggered_by = (select (signed_context())[2]::uuid)));
create policy siren_alerts_insert_superadmin on siren_alerts for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy siren_alerts_insert_admin on siren_alerts for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy siren_alerts_insert_monitor on siren_alerts for insert to app_monitor with check ((select (signed_context())[1] = 'monitor'));
create policy siren_alerts_insert_reader on siren_alerts for insert to app_reader with check ((select (signed_context())[1] = 'reader') and (siren_alerts.triggered_by = (select (signed_context())[2]::uuid) and siren_alerts.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))))));
create policy siren_alerts_insert_client on siren_alerts for insert to app_client with check ((select (signed_context())[1] = 'client') and (siren_alerts.triggered_by = (select (signed_context())[2]::uuid) and siren_alerts.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))))));
create policy siren_alerts_update_superadmin on siren_alerts for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy siren_alerts_update_admin on siren_alerts for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy siren_alerts_update_monitor on siren_alerts for update to app_monitor using ((select (signed_context())[1] = 'monitor')) with check ((select (signed_context())[1] = 'monitor'));
alter table stream_cursors enable row level security;
alter table stream_cursors force row level security;
grant select on stream_cursors to trunkline_worker_notify;
grant insert on stream_cursors to trunkline_worker_notify;
grant update on stream_cursors to trunkline_worker_notify;
create policy stream_cursors_worker on stream_cursors for all to trunkline_worker using (true) with check (true);
alter table stream_events enable row level security;
alter table stream_events force row level security;
grant select on stream_events to app_superadmin;
grant select on stream_events to app_admin;
grant select on stream_events to app_monitor;
grant select on stream_events to app_reader;
grant select on stream_events to app_client;
grant select on stream_events to trunkline_api;
grant insert on stream_events to trunkline_worker_status;
grant select (call_id) on stream_events to trunkline_worker_status;
grant update (call_id) on stream_events to trunkline_worker_status;
grant select on stream_events to trunkline_worker_reconcile;
grant insert on stream_events to trunkline_worker_reconcile;
grant delete on stream_events to trunkline_worker_reconcile;
grant insert on stream_events to trunkline_worker_recording;
grant insert on stream_events to trunkline_worker_transcription;
grant insert on stream_events to trunkline_worker_dialer;
grant select (call_id) on stream_events to trunkline_worker_dialer;
grant update (call_id) on stream_events to trunkline_worker_dialer;
grant select on stream_events to trunkline_worker_notify;
grant insert on stream_events to trunkline_worker_notify;
create policy stream_events_worker on stream_events for all to trunkline_worker using (true) with check (true);
create policy stream_events_select_superadmin on stream_events for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy stream_events_select_admin on stream_events for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy stream_events_select_monitor on stream_events for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy stream_events_select_reader on stream_events for select to app_reader using ((select (signed_context())[1] = 'reader') and (stream_events.call_id = any(array(select c.id from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))))));
create policy stream_events_select_client on stream_events for select to app_client using ((select (signed_context())[1] = 'client') and (stream_events.call_id = any(array(select c.id from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))))));
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
grant select on sync_runs to trunkline_worker_reconcile;
grant insert on sync_runs to trunkline_worker_reconcile;
grant update on sync_runs to trunkline_worker_reconcile;
create policy sync_runs_worker on sync_runs for all to trunkline_worker using (true) with check (true);
create policy sync_runs_select_superadmin on sync_runs for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy sync_runs_select_admin on sync_runs for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy sync_runs_select_monitor on sync_runs for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy sync_runs_insert_superadmin on sync_runs for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy sync_runs_insert_admin on sync_runs for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy sync_runs_update_superadmin on sync_runs for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy sync_runs_update_admin on sync_runs for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
alter table sync_state enable row level security;
alter table sync_state force row level security;
grant select on sync_state to app_superadmin;
grant select on sync_state to app_admin;
grant select on sync_state to app_monitor;
grant select on sync_state to trunkline_worker_reconcile;
grant insert on sync_state to trunkline_worker_reconcile;
grant update on sync_state to trunkline_worker_reconcile;
create policy sync_state_worker on sync_state for all to trunkline_worker using (true) with check (true);
create policy sync_state_select_superadmin on sync_state for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy sync_state_select_admin on sync_state for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy sync_state_select_monitor on sync_state for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
alter table twilio_webhook_dedupe enable row level security;
alter table twilio_webhook_dedupe force row level security;
grant select on twilio_webhook_dedupe to app_superadmin;
grant insert on twilio_webhook_dedupe to app_superadmin;
grant select on twilio_webhook_dedupe to app_admin;
grant insert on twilio_webhook_dedupe to app_admin;
grant select on twilio_webhook_dedupe to app_monitor;
grant insert on twilio_webhook_dedupe to app_monitor;
grant select (key, inbox_id, copies) on twilio_webhook_dedupe to trunkline_ingest;
grant insert (key, inbox_id, copies) on twilio_webhook_dedupe to trunkline_ingest;
grant update (copies, last_seen_at) on twilio_webhook_dedupe to trunkline_ingest;
grant select on twilio_webhook_dedupe to trunkline_worker_reconcile;
grant insert on twilio_webhook_dedupe to trunkline_worker_reconcile;
grant update on twilio_webhook_dedupe to trunkline_worker_reconcile;
grant delete on twilio_webhook_dedupe to trunkline_worker_reconcile;
grant select on twilio_webhook_dedupe to trunkline_worker_dialer;
grant insert on twilio_webhook_dedupe to trunkline_worker_dialer;
grant update on twilio_webhook_dedupe to trunkline_worker_dialer;
create policy twilio_webhook_dedupe_worker on twilio_webhook_dedupe for all to trunkline_worker using (true) with check (true);
create policy twilio_webhook_dedupe_select_superadmin on twilio_webhook_dedupe for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy twilio_webhook_dedupe_select_admin on twilio_webhook_dedupe for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy twilio_webhook_dedupe_select_monitor on twilio_webhook_dedupe for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy twilio_webhook_dedupe_insert_superadmin on twilio_webhook_dedupe for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy twilio_webhook_dedupe_insert_admin on twilio_webhook_dedupe for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy twilio_webhook_dedupe_insert_monitor on twilio_webhook_dedupe for insert to app_monitor with check ((select (signed_context())[1] = 'monitor'));
alter table twilio_webhook_inbox enable row level security;
alter table twilio_webhook_inbox force row level security;
grant select on twilio_webhook_inbox to app_superadmin;
grant insert on twilio_webhook_inbox to app_superadmin;
grant update on twilio_webhook_inbox to app_superadmin;
grant select on twilio_webhook_inbox to app_admin;
grant insert on twilio_webhook_inbox to app_admin;
grant update on twilio_webhook_inbox to app_admin;
grant select on twilio_webhook_inbox to app_monitor;
grant insert on twilio_webhook_inbox to app_monitor;
grant insert (id, source, event_type, call_sid, recording_sid, dedupe_key, payload, query, escaped_fields, raw_target, idempotency_token, signature_verdict, processing_status, error, received_at) on twilio_webhook_inbox to trunkline_ingest;
grant select on twilio_webhook_inbox to trunkline_worker_status;
grant update on twilio_webhook_inbox to trunkline_worker_status;
grant select on twilio_webhook_inbox to trunkline_worker_reconcile;
grant insert on twilio_webhook_inbox to trunkline_worker_reconcile;
grant update on twilio_webhook_inbox to trunkline_worker_reconcile;
grant select on twilio_webhook_inbox to trunkline_worker_dialer;
grant insert on twilio_webhook_inbox to trunkline_worker_dialer;
create policy twilio_webhook_inbox_worker on twilio_webhook_inbox for all to trunkline_worker using (true) with check (true);
create policy twilio_webhook_inbox_select_superadmin on twilio_webhook_inbox for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy twilio_webhook_inbox_select_admin on twilio_webhook_inbox for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy twilio_webhook_inbox_select_monitor on twilio_webhook_inbox for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy twilio_webhook_inbox_insert_superadmin on twilio_webhook_inbox for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin') and (event_type = 'manual-status' and source = 'api' and processing_status = 'pending'));
create policy twilio_webhook_inbox_insert_admin on twilio_webhook_inbox for insert to app_admin with check ((select (signed_context())[1] = 'admin') and (event_type = 'manual-status' and source = 'api' and processing_status = 'pending'));
create policy twilio_webhook_inbox_insert_monitor on twilio_webhook_inbox for insert to app_monitor with check ((select (signed_context())[1] = 'monitor') and (event_type = 'manual-status' and source = 'api' and processing_status = 'pending'));
create policy twilio_webhook_inbox_update_superadmin on twilio_webhook_inbox for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy twilio_webhook_inbox_update_admin on twilio_webhook_inbox for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
alter table twilio_webhook_search enable row level security;
alter table twilio_webhook_search force row level security;
grant select on twilio_webhook_search to app_superadmin;
grant select on twilio_webhook_search to app_admin;
grant select on twilio_webhook_search to app_monitor;
grant select on twilio_webhook_search to trunkline_worker_reconcile;
grant insert on twilio_webhook_search to trunkline_worker_reconcile;
create policy twilio_webhook_search_worker on twilio_webhook_search for all to trunkline_worker using (true) with check (true);
create policy twilio_webhook_search_select_superadmin on twilio_webhook_search for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy twilio_webhook_search_select_admin on twilio_webhook_search for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy twilio_webhook_search_select_monitor on twilio_webhook_search for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
grant select on webhook_deliveries to app_superadmin;
grant insert on webhook_deliveries to app_superadmin;
grant update (state, attempts, next_attempt_at, error) on webhook_deliveries to app_superadmin;
grant select on webhook_deliveries to app_admin;
grant insert on webhook_deliveries to app_admin;
grant update (state, attempts, next_attempt_at, error) on webhook_deliveries to app_admin;
grant select on webhook_deliveries to trunkline_worker_notify;
grant insert on webhook_deliveries to trunkline_worker_notify;
grant update on webhook_deliveries to trunkline_worker_notify;
grant delete on webhook_deliveries to trunkline_worker_notify;
create policy webhook_deliveries_worker on webhook_deliveries for all to trunkline_worker using (true) with check (true);
create policy webhook_deliveries_select_superadmin on webhook_deliveries for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy webhook_deliveries_select_admin on webhook_deliveries for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy webhook_deliveries_insert_superadmin on webhook_deliveries for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy webhook_deliveries_insert_admin on webhook_deliveries for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy webhook_deliveries_update_superadmin on webhook_deliveries for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy webhook_deliveries_update_admin on webhook_deliveries for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
alter table webhook_endpoints enable row level security;
alter table webhook_endpoints force row level security;
grant select (id, url, events, disabled_reason, created_at, updated_at, state, failures_in_a_row, failing_since, paused_until, previous_secret_expires_at) on webhook_endpoints to app_superadmin;
grant insert on webhook_endpoints to app_superadmin;
grant update on webhook_endpoints to app_superadmin;
grant delete on webhook_endpoints to app_superadmin;
grant select (id, url, events, disabled_reason, created_at, updated_at, state, failures_in_a_row, failing_since, paused_until, previous_secret_expires_at) on webhook_endpoints to app_admin;
grant insert on webhook_endpoints to app_admin;
grant update on webhook_endpoints to app_admin;
grant delete on webhook_endpoints to app_admin;
grant select on webhook_endpoints to trunkline_worker_notify;
grant update on webhook_endpoints to trunkline_worker_notify;
create policy webhook_endpoints_worker on webhook_endpoints for all to trunkline_worker using (true) with check (true);
create policy webhook_endpoints_select_superadmin on webhook_endpoints for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy webhook_endpoints_select_admin on webhook_endpoints for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy webhook_endpoints_insert_superadmin on webhook_endpoints for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy webhook_endpoints_insert_admin on webhook_endpoints for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy webhook_endpoints_update_superadmin on webhook_endpoints for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy webhook_endpoints_update_admin on webhook_endpoints for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
create policy webhook_endpoints_delete_superadmin on webhook_endpoints for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy webhook_endpoints_delete_admin on webhook_endpoints for delete to app_admin using ((select (signed_context())[1] = 'admin'));
