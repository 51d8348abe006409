import type { Params } from '../delivery/callback.ts';
import type { Random } from '../random.ts';
import type { TerminalStatus } from '../truth/call-record.ts';
import { type RecordingRecord, recordingUrl } from '../truth/recording-record.ts';
import { callParameters, type Ends } from './call-payloads.ts';

export interface DialResult {
  /** Undefined if the verb had no noun, or dialled a conference; then the status is `answered`. */
  callSid?: string;
  status: TerminalStatus | 'answered';
  durationSeconds?: number;
  isSip: boolean;
  /** The caller hung up: no TwiML can follow. */
  isCallerGone: boolean;
  /** The reason, if the verb ended because the call was interrupted. */
  interruptedBy?: Error | undefined;
}

const sipCodes: Record<DialResult['status'], string> = {
  answered: '200',
  completed: '200',
  busy: '486',
  failed: '404',
  'no-answer': '487',
  canceled: '487',
};

/** The action request at the end of a `<Dial>`: about the parent call, with the result of the dialled leg. */
export function dialAction(parent: Ends, result: DialResult, random: Random): Params {
  const { callSid, status, durationSeconds, isSip, isCallerGone } = result;
  return {
    ...callParameters(parent, isCallerGone ? 'completed' : 'in-progress'),
    DialCallStatus: status,
    ...(callSid !== undefined && { DialCallSid: callSid }),
    ...(durationSeconds !== undefined && { DialCallDuration: String(durationSeconds) }),
    DialBridged: String(status === 'completed' || status === 'answered'),
    ...(isSip && { DialSipCallId: `${random.hex(32)}@0.0.0.0`, DialSipResponseCode: sipCodes[status] }),
  };
}

/** What the candidate pressed or said; empty for no input. */
export interface Input {
  digits?: string;
  speech?: string;
}

/** The action request at the end of a `<Gather>`. */
export function gatherAction(call: Ends, { digits, speech }: Input): Params {
  return {
    ...callParameters(call, 'in-progress'),
    msg: 'Gather End',
    ...(digits !== undefined && { Digits: digits, FinishedOnKey: '' }),
    ...(speech !== undefined && { SpeechResult: speech, Confidence: '0.91' }),
  };
}

/** The action request at the end of a `<Record>`. The media may not be ready yet. `digits`: the key, or `hangup`. */
export function recordAction(
  call: Ends,
  recording: RecordingRecord,
  seconds: number,
  isCallOver: boolean,
  digits: string | undefined,
): Params {
  return {
    ...callParameters(call, isCallOver ? 'completed' : 'in-progress'),
    RecordingUrl: recordingUrl(recording),
    RecordingSid: recording.sid,
    RecordingDuration: String(seconds),
    ...(digits !== undefined && { Digits: digits }),
  };
}
