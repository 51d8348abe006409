-- Caps against toll fraud count the rows that record orders and submissions: by account, by actor and by campaign.
-- requested_by is the actor as the audit names it: a profile, or `operator` or `application` without one.
alter table call_intents add column requested_by text, add column campaign_id text;
create index call_intents_created_at_idx on call_intents (created_at);
create index call_intents_requested_by_created_at_idx on call_intents (requested_by, created_at) where requested_by is not null;
create index call_intents_requested_by_submitting_at_idx on call_intents (requested_by, submitting_at)
  where requested_by is not null and submitting_at is not null;
create index call_intents_campaign_id_created_at_idx on call_intents (campaign_id, created_at) where campaign_id is not null;
create index call_intents_campaign_id_submitting_at_idx on call_intents (campaign_id, submitting_at)
  where campaign_id is not null and submitting_at is not null;
-- A scheduled call counts as its two legs until it starts and they have rows of their own.
create index calls_scheduled_created_at_idx on calls (created_at) where status = 'scheduled' and call_sid is null;

-- How much of each cap is used: `at_column` is created_at for orders, submitting_at for submissions. `free_at` is when there is
-- room for `wanted` more; null where there is room now. It counts rows of everybody, which the roles of the API may not read.
-- No more than the cap is counted, so the cost has a bound. Call it under the lock of its writers.
create function use_of_dial_caps(at_column text, since timestamptz, actor text, campaign text, wanted integer, caps jsonb)
  returns table (subject text, seconds integer, used bigint, free_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  cap record;
  source text;
begin
  if at_column not in ('created_at', 'submitting_at') then raise 'not a column of dial caps: %', at_column; end if;
  for cap in select c.subject, c.seconds, c.most from jsonb_to_recordset(caps) as c(subject text, seconds integer, most integer) loop
    continue when (cap.subject = 'actor' and actor is null) or (cap.subject = 'campaign' and campaign is null);
    source := format('select i.%1$I as at from call_intents i where i.%1$I > $1', at_column) || case cap.subject
      when 'actor' then ' and i.requested_by = $2' when 'campaign' then ' and i.campaign_id = $3' else '' end;
    if at_column = 'created_at' and cap.subject <> 'campaign' then
      source := source || ' union all select c.created_at from calls c, generate_series(1, 2)'
        || ' where c.status = ''scheduled'' and c.call_sid is null and c.created_at > $1' || case cap.subject when 'actor'
        then ' and case when c.initiated_by is null then $2 in (''operator'', ''application'') else c.initiated_by::text = $2 end'
        else '' end;
    end if;
    subject := cap.subject;
    seconds := cap.seconds;
    free_at := null;
    execute format('select count(*) from (%s limit $4) t', source) into used
      using since - make_interval(secs => cap.seconds), actor, campaign, cap.most;
    if used + wanted > cap.most then
      execute format('select at from (%s) t order by at desc offset $4 limit 1', source) into free_at
        using since - make_interval(secs => cap.seconds), actor, campaign, greatest(cap.most - wanted, 0);
      free_at := coalesce(free_at, since) + make_interval(secs => cap.seconds);
    end if;
    return next;
  end loop;
end $$;
revoke execute on function use_of_dial_caps(text, timestamptz, text, text, integer, jsonb) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
grant execute on function use_of_dial_caps(text, timestamptz, text, text, integer, jsonb) to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_worker;
