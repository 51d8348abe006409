-- Whom an erasure was about, without a number or name: a copy goes to the object store, so that a restore of an older
-- backup can erase the person again.
alter table erasures
  add column call_sids      text[]    not null default '{}',
  add column candidate_ids  integer[] not null default '{}',
  add column number_digests bytea[]   not null default '{}';

-- Both are rows of one transaction. Finished ones are open again: the next `erase` or `backup` puts their copy in the store.
update erasures e set
  call_sids = coalesce((select array_agg(c.call_sid::text) from erased_calls c where c.erased_at = e.created_at), '{}'),
  number_digests = coalesce((select array_agg(n.digest) from erased_numbers n where n.erased_at = e.created_at), '{}'),
  finished_at = null;

-- Names the key of the digests, and does not reveal it: digests of another key match nothing.
create function erasure_key_name() returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select left(encode(sha256(convert_to('name of the key ' || k.key, 'UTF8')), 'hex'), 16) from erasure_key k $$;
revoke execute on function erasure_key_name() from public;
grant execute on function erasure_key_name() to trunkline_worker;
