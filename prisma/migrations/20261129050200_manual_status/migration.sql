-- The staff may add a fact of its own to the inbox: a call's status, set by hand.
grant insert on twilio_webhook_inbox, twilio_webhook_dedupe to app_superadmin, app_admin, app_monitor;
create policy twilio_webhook_inbox_insert_superadmin on twilio_webhook_inbox for insert to app_superadmin
  with check (event_type = 'manual-status' and source = 'api' and processing_status = 'pending');
create policy twilio_webhook_inbox_insert_admin on twilio_webhook_inbox for insert to app_admin
  with check (event_type = 'manual-status' and source = 'api' and processing_status = 'pending');
create policy twilio_webhook_inbox_insert_monitor on twilio_webhook_inbox for insert to app_monitor
  with check (event_type = 'manual-status' and source = 'api' and processing_status = 'pending');
create policy twilio_webhook_dedupe_insert_superadmin on twilio_webhook_dedupe for insert to app_superadmin with check (true);
create policy twilio_webhook_dedupe_insert_admin on twilio_webhook_dedupe for insert to app_admin with check (true);
create policy twilio_webhook_dedupe_insert_monitor on twilio_webhook_dedupe for insert to app_monitor with check (true);
