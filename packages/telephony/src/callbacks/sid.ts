/** Twilio's SIDs: two letters for the kind, then 32 hex digits. */
const sid = (prefix: string) => new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);

export const CALL_SID = sid('CA');
export const ACCOUNT_SID = sid('AC');
export const RECORDING_SID = sid('RE');
export const CONFERENCE_SID = sid('CF');
/** A transcription: TR… of a recording, GT… in real time. */
export const TRANSCRIPTION_SID = sid('(?:TR|GT)');
