export { findShapeFault } from './callback-shape.ts';
export { dedupeKey } from './dedupe-key.ts';
export { FACT_KINDS, factKind, type FactKind, type Fields } from './fact-kind.ts';
export { CALL_SID, CONFERENCE_SID, RECORDING_SID } from './sid.ts';
export { storableBytes, storableText } from './storable-text.ts';
export { parseTwilioTime } from './twilio-time.ts';
export { callbackName, RECORDING_ENDS } from './callback-name.ts';
