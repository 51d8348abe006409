export { redactFields } from './redact-fields.ts';
export {
  CALLBACK_KINDS,
  describeKind,
  detectKind,
  type CallbackKind,
  type CallLogEvent,
  type SnapshotKind,
} from './callback-kinds.ts';
export { callbackName } from './callback-name.ts';
export {
  CALLBACK_PATHS,
  findCallbackPath,
  kindOfRequest,
  REPLY_FORMS,
  replyTo,
  waitsForTwiml,
  type CallbackPath,
  type Reply,
  type ReplyForm,
} from './callback-paths.ts';
export { findShapeFault } from './callback-shape.ts';
export { dedupeKey } from './dedupe-key.ts';
export { fieldText, type Fields } from './field-values.ts';
export { findForeignAccount, isOurAccount, type Accounts } from './foreign-account.ts';
export { ACCOUNT_SID, CALL_SID, CONFERENCE_SID, RECORDING_SID, UUID } from './known-fields.ts';
export { quarantineCause, type QuarantineCause } from './quarantine-cause.ts';
export { readQuery } from './read-query.ts';
export { storableBytes, storableText } from './storable-text.ts';
export { parseTwilioTime } from './twilio-time.ts';
