-- While an index of `calls` depended on the status, its condition included, every callback wrote an entry to each of them.
-- None does now: a callback between the first and the last of its call writes one row, on the page where the call stands.
drop index calls_scheduled_created_at_idx;
create index calls_without_sid_created_at_idx on calls (created_at) where call_sid is null;
alter table calls set (fillfactor = 80);
