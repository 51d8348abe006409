-- Under row-level security Postgres uses no `coalesce` in the condition of an index: the cursor of a deep page was a filter
-- over all rows before it. `case` it uses, so that the indexes of lists have it now.
drop index calls_conversation_id_began_idx, calls_began_idx, calls_live_idx, calls_direction_idx, calls_unsuccessful_idx,
  conversations_latest_idx;
create index calls_conversation_id_began_idx on calls
  (conversation_id, (case when start_time is null then created_at else start_time end) desc, id desc) where conversation_id is not null;
create index calls_began_idx on calls ((case when start_time is null then created_at else start_time end) desc, id desc);
create index calls_live_idx on calls ((case when start_time is null then created_at else start_time end) desc, id desc) where not is_final;
create index calls_direction_idx on calls
  (direction, (case when start_time is null then created_at else start_time end) desc, id desc);
create index calls_unsuccessful_idx on calls
  ((case when start_time is null then created_at else start_time end) desc, id desc) where ended_reason <> 'completed';
create index conversations_latest_idx on conversations
  ((case when last_message_at is null then created_at else last_message_at end) desc, id desc);
