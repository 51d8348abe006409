-- An operation may ask Twilio about many calls.
alter table operations drop constraint operations_kind_check;
alter table operations add constraint operations_kind_check check (kind in ('dead-letters.replay', 'dead-letters.discard',
  'quarantined.release', 'quarantined.discard', 'webhook-deliveries.redrive', 'gaps.heal', 'calls.fetch'));
