-- The log of facts keeps its rows: what a rebuild and an explanation read does not disappear by a mistaken statement,
-- the owner's included. Erasure is a deliberate act: set role trunkline_retention.

-- Roles belong to the server: another database of it may have made it already.
do $$
begin
  perform pg_advisory_xact_lock(hashtext('trunkline roles'));
  if not exists (select from pg_roles where rolname = 'trunkline_retention') then
    create role trunkline_retention nologin;
  end if;
  grant trunkline_worker to trunkline_retention; -- its grants and row policies
  execute format('grant trunkline_retention to %I', current_user);
end $$;

create function refuse_event_removal() returns trigger
  language plpgsql
  as $$
begin
  if current_user = 'trunkline_retention' then return null; end if;
  raise exception 'call_events is a log: only the role trunkline_retention may delete rows'
    using errcode = 'check_violation', hint = 'To erase rows on purpose: set local role trunkline_retention.';
end $$;
create trigger call_events_kept before delete or truncate on call_events
  for each statement execute function refuse_event_removal();
