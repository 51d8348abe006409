-- The first line of an error with `<sid>`, `<n>` and `"…"` where SIDs, numbers and quoted text stood.
create function error_pattern(error text) returns text
  language sql immutable parallel safe
  return regexp_replace(regexp_replace(regexp_replace(left(split_part(coalesce(error, ''), E'\n', 1), 500),
    '\m[A-Z]{2}[0-9a-fA-F]{32}\M', '<sid>', 'g'), '"[^"]*"', '"…"', 'g'), '\d+', '<n>', 'g');

-- Errors of one kind of callback at one stage (applying, or receipt) that differ in their SIDs and numbers only. Stable:
-- another text of the function is another fingerprint for the same error.
create function error_fingerprint(stage text, kind text, error text) returns text
  language sql immutable parallel safe
  return left(md5(concat_ws(E'\n', stage, kind, error_pattern(error))), 16);

-- Of a row that waits for a person. worker-reconcile writes it within a second, so that storing and applying cost nothing.
alter table twilio_webhook_inbox add column fingerprint text;
create index twilio_webhook_inbox_fingerprint_idx on twilio_webhook_inbox (fingerprint, id) where fingerprint is not null;
create index twilio_webhook_inbox_unprinted_idx on twilio_webhook_inbox (id)
  where processing_status in ('dead_letter', 'quarantined') and fingerprint is null;
update twilio_webhook_inbox set fingerprint = error_fingerprint(
  case processing_status when 'dead_letter' then 'apply' else 'receipt' end, event_type, error)
  where processing_status in ('dead_letter', 'quarantined');

grant select (id) on twilio_webhook_inbox to trunkline_worker_notify;
