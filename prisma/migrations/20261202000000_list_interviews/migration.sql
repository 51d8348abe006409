-- Interviews are listed, the latest first.
create index interviews_created_at_id_idx on interviews (created_at desc, id desc);
