-- A person asks Twilio about a call by its SID: the API requests a lookup, whose inbox_id is 0, as no callback is its cause.
grant insert on call_lookups to app_superadmin;
grant update (account_sid, inbox_id, state, call_status, attempts, error, requested_at, next_attempt_at, settled_at) on call_lookups to app_superadmin;
grant insert on call_lookups to app_admin;
grant update (account_sid, inbox_id, state, call_status, attempts, error, requested_at, next_attempt_at, settled_at) on call_lookups to app_admin;
create policy call_lookups_insert_superadmin on call_lookups for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin') and (state = 'due'));
create policy call_lookups_insert_admin on call_lookups for insert to app_admin with check ((select (signed_context())[1] = 'admin') and (state = 'due'));
create policy call_lookups_update_superadmin on call_lookups for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy call_lookups_update_admin on call_lookups for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
