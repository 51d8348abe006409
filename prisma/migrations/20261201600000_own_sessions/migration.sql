-- People see in which browsers they are logged in, and end these sessions. The first half of the hash of a token names a
-- session: it identifies one and gives nothing back of the token. Signed, as open_session is.

-- The latest 100 sessions of this person that are valid now.
create function sessions_of(person uuid, signature text)
  returns table (id text, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select left(s.token_hash, 32), s.created_at, s.last_seen_at, s.expires_at
    from sessions s
    where s.profile_id = person and is_signed(signature, concat_ws(' ', 'sessions_of', person))
      and s.revoked_at is null and s.expires_at > now() and s.last_seen_at > now() - interval '30 minutes'
    order by s.last_seen_at desc, s.created_at desc limit 100
  $$;

-- Ends one session of this person, or all with a null; returns how many.
create function end_sessions_of(person uuid, session text, signature text) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  ended integer;
begin
  if not is_signed(signature, concat_ws(' ', 'end_sessions_of', person, session)) then
    raise exception 'an end of sessions without a signature of the API' using errcode = 'insufficient_privilege';
  end if;
  update sessions s set revoked_at = now()
  where s.profile_id = person and s.revoked_at is null and s.expires_at > now()
    and (session is null or left(s.token_hash, 32) = session);
  get diagnostics ended = row_count;
  return ended;
end $$;

revoke execute on function sessions_of(uuid, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function sessions_of(uuid, text) to trunkline_api;
revoke execute on function end_sessions_of(uuid, text, text) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function end_sessions_of(uuid, text, text) to trunkline_api;
