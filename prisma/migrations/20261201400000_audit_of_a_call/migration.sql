-- The trace of a call shows the entries about it: without an index each would read the whole audit.
create index audit_events_entity_id_idx on audit_events (entity, id);
