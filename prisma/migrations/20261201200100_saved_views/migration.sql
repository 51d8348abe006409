-- A screen with its filters, under a name. owner is a profile's UUID, or `operator` without one. At most 100 each.
create table saved_views (
  id         bigint      generated always as identity,
  owner      text        not null,
  screen     text        not null,
  name       text        not null,
  query      text        not null,
  is_shared  boolean     not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint saved_views_pkey primary key (id)
);
create unique index saved_views_owner_screen_name_key on saved_views (owner, screen, name);
create index saved_views_shared_idx on saved_views (screen, id) where is_shared;

grant select, insert, update, delete on saved_views to trunkline_retention;
grant usage on sequence saved_views_id_seq to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
alter table saved_views enable row level security;
alter table saved_views force row level security;
grant select on saved_views to app_superadmin;
grant insert on saved_views to app_superadmin;
grant update (name, screen, query, is_shared, updated_at) on saved_views to app_superadmin;
grant delete on saved_views to app_superadmin;
grant select on saved_views to app_admin;
grant insert on saved_views to app_admin;
grant update (name, screen, query, is_shared, updated_at) on saved_views to app_admin;
grant delete on saved_views to app_admin;
grant select on saved_views to app_monitor;
grant insert on saved_views to app_monitor;
grant update (name, screen, query, is_shared, updated_at) on saved_views to app_monitor;
grant delete on saved_views to app_monitor;
grant select on saved_views to app_reader;
grant insert on saved_views to app_reader;
grant update (name, screen, query, is_shared, updated_at) on saved_views to app_reader;
grant delete on saved_views to app_reader;
grant select on saved_views to app_client;
grant insert on saved_views to app_client;
grant update (name, screen, query, is_shared, updated_at) on saved_views to app_client;
grant delete on saved_views to app_client;
create policy saved_views_worker on saved_views for all to trunkline_worker using (true) with check (true);
create policy saved_views_select_superadmin on saved_views for select to app_superadmin using ((select (signed_context())[1] = 'superadmin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared)));
create policy saved_views_select_admin on saved_views for select to app_admin using ((select (signed_context())[1] = 'admin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared)));
create policy saved_views_select_monitor on saved_views for select to app_monitor using ((select (signed_context())[1] = 'monitor') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared)));
create policy saved_views_select_reader on saved_views for select to app_reader using ((select (signed_context())[1] = 'reader') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator'))));
create policy saved_views_select_client on saved_views for select to app_client using ((select (signed_context())[1] = 'client') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator'))));
create policy saved_views_insert_superadmin on saved_views for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator')))));
create policy saved_views_insert_admin on saved_views for insert to app_admin with check ((select (signed_context())[1] = 'admin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator')))));
create policy saved_views_insert_monitor on saved_views for insert to app_monitor with check ((select (signed_context())[1] = 'monitor') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator')))));
create policy saved_views_insert_reader on saved_views for insert to app_reader with check ((select (signed_context())[1] = 'reader') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared));
create policy saved_views_insert_client on saved_views for insert to app_client with check ((select (signed_context())[1] = 'client') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared));
create policy saved_views_update_superadmin on saved_views for update to app_superadmin using ((select (signed_context())[1] = 'superadmin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared))) with check ((select (signed_context())[1] = 'superadmin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared)));
create policy saved_views_update_admin on saved_views for update to app_admin using ((select (signed_context())[1] = 'admin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared))) with check ((select (signed_context())[1] = 'admin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared)));
create policy saved_views_update_monitor on saved_views for update to app_monitor using ((select (signed_context())[1] = 'monitor') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator'))))) with check ((select (signed_context())[1] = 'monitor') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator')))));
create policy saved_views_update_reader on saved_views for update to app_reader using ((select (signed_context())[1] = 'reader') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared)) with check ((select (signed_context())[1] = 'reader') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared));
create policy saved_views_update_client on saved_views for update to app_client using ((select (signed_context())[1] = 'client') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared)) with check ((select (signed_context())[1] = 'client') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared));
create policy saved_views_delete_superadmin on saved_views for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared)));
create policy saved_views_delete_admin on saved_views for delete to app_admin using ((select (signed_context())[1] = 'admin') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator'))) or (is_shared)));
create policy saved_views_delete_monitor on saved_views for delete to app_monitor using ((select (signed_context())[1] = 'monitor') and ((saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared) or (owner = (select coalesce((signed_context())[2], 'operator')))));
create policy saved_views_delete_reader on saved_views for delete to app_reader using ((select (signed_context())[1] = 'reader') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared));
create policy saved_views_delete_client on saved_views for delete to app_client using ((select (signed_context())[1] = 'client') and (saved_views.owner = (select coalesce((signed_context())[2], 'operator')) and not is_shared));
