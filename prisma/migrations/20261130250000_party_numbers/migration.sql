-- The API's login may read no number, and neither party of an order may see the other's: a call needs both.
create function party_numbers(parties uuid[]) returns table (id uuid, number text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select p.id, p.phone_number from profiles p where p.id = any(parties) and p.is_active $$;
revoke execute on function party_numbers(uuid[]) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function party_numbers(uuid[]) to trunkline_api, trunkline_worker_dialer;
revoke select (id, phone_number, is_active) on profiles from trunkline_worker_dialer;
