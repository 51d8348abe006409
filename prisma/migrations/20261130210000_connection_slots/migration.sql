-- Which logins have connections of Postgres for themselves, and which are limited (decision 0049). A role that does not
-- exist yet is passed over: a migration that creates one calls set_connection_slots() again.
create function set_connection_slots() returns void language plpgsql set search_path = public as $$
declare
  -- Logins that may use the slots of the setting reserved_connections (Postgres 16 and later).
  reserved constant text[] := array['trunkline_ingest'];
  -- The most connections of a login, of all copies together: seven copies of api, or two with the queues in Postgres.
  limited constant jsonb := '{"trunkline_api": 80}';
  login text;
begin
  for login in select rolname from pg_roles where limited ? rolname loop
    execute format('alter role %I connection limit %s', login, limited ->> login);
  end loop;
  if exists (select from pg_roles where rolname = 'pg_use_reserved_connections') then
    for login in select rolname from pg_roles where rolname = any(reserved) loop
      execute format('grant pg_use_reserved_connections to %I', login);
    end loop;
  end if;
exception when insufficient_privilege then
  raise warning 'The connection slots of the logins are not set: %. Run "select set_connection_slots()" as a superuser.', sqlerrm;
end $$;

revoke execute on function set_connection_slots() from public;

select set_connection_slots();
