-- A second person lets an actor have more calls than DIAL_APPROVAL_PER_DAY within the day that follows. Rows are never changed.
-- actor is written as in call_intents.requested_by: a profile, or `operator` or `application` without one.
create table dial_approvals (
  id          bigint      generated always as identity,
  actor       text        not null,
  calls       integer     not null,
  reason      text        not null,
  approved_by uuid        not null,
  created_at  timestamptz not null default now(),
  constraint dial_approvals_pkey primary key (id),
  constraint dial_approvals_calls_check check (calls between 1 and 1000000),
  constraint dial_approvals_another_check check (actor <> approved_by::text),
  constraint dial_approvals_approved_by_fkey foreign key (approved_by) references profiles (id) on delete restrict on update cascade
);
create index dial_approvals_actor_created_at_idx on dial_approvals (actor, created_at);
create index dial_approvals_approved_by_idx on dial_approvals (approved_by);

-- How many calls of an actor others have approved within the last day: readers who start a call may not see approvals.
create function approved_calls(of_actor text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(sum(a.calls), 0)::bigint from dial_approvals a
    where a.actor = of_actor and a.created_at > now() - interval '1 day' $$;
revoke execute on function approved_calls(text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function approved_calls(text) to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;

grant select, insert, update, delete on dial_approvals to trunkline_retention;
grant usage on sequence dial_approvals_id_seq to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
alter table dial_approvals enable row level security;
alter table dial_approvals force row level security;
grant select on dial_approvals to app_superadmin;
grant insert on dial_approvals to app_superadmin;
grant select on dial_approvals to app_admin;
grant insert on dial_approvals to app_admin;
create policy dial_approvals_worker on dial_approvals for all to trunkline_worker using (true) with check (true);
create policy dial_approvals_select_superadmin on dial_approvals for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy dial_approvals_select_admin on dial_approvals for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy dial_approvals_insert_superadmin on dial_approvals for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin') and (approved_by = (select (signed_context())[2]::uuid)));
create policy dial_approvals_insert_admin on dial_approvals for insert to app_admin with check ((select (signed_context())[1] = 'admin') and (approved_by = (select (signed_context())[2]::uuid)));
