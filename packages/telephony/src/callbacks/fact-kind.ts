/** What a request of Twilio reports or asks, what its REST API says, or what we did; the inbox's `event_type`. */
export const FACT_KINDS = [
  'call-inbound',
  'call-status',
  'dial-action',
  'recording-complete',
  'recording-in-progress',
  'recording-absent',
  'recording-failed',
  'record-action',
  'gather-action',
  'amd-status',
  'transcription',
  'realtime-transcription',
  'conference',
  'fallback',
  'child-twiml',
  'call-resource',
  'recording-resource',
  'call-drop',
  'quarantined',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** A form as received: a value is a string, or an array where the name came more than once. */
export type Fields = Readonly<Record<string, unknown>>;

const RECORDING_KINDS: Record<string, FactKind> = {
  completed: 'recording-complete',
  'in-progress': 'recording-in-progress',
  absent: 'recording-absent',
};

/**
 * The kind of a request, told by its fields; `fallbackKind` is what the route stands for, and decides where the
 * fields fit more than one kind (a bare `CallStatus` is a status on a status route, a call on a voice route).
 */
export function factKind(fields: Fields, fallbackKind: FactKind): FactKind {
  if ('RecordingStatus' in fields) return RECORDING_KINDS[String(fields['RecordingStatus'])] ?? 'recording-failed';
  if ('TranscriptionEvent' in fields) return 'realtime-transcription';
  if ('TranscriptionStatus' in fields) return 'transcription';
  if ('StatusCallbackEvent' in fields && 'ConferenceSid' in fields) return 'conference';
  if ('DialCallStatus' in fields) return 'dial-action';
  if ('CallbackSource' in fields || 'SequenceNumber' in fields) return 'call-status';
  if ('ErrorUrl' in fields) return 'fallback';
  if ('RecordingUrl' in fields && !('CallDuration' in fields)) return 'record-action';
  if ('Digits' in fields || 'SpeechResult' in fields) return 'gather-action';
  if ('AnsweredBy' in fields && !('CallStatus' in fields)) return 'amd-status';
  if ('ParentCallSid' in fields && 'ForwardedFrom' in fields) return 'child-twiml';
  return fallbackKind;
}
