import { applyStatus, type CallRecord, type CallStatus, isTerminal } from './call-record.ts';
import type { ConferenceRecord } from './conference-record.ts';
import type { LaggingView } from './lagging-view.ts';
import { type Book, createBook } from './record-store.ts';
import type { RecordingRecord } from './recording-record.ts';

/** All that Twilio itself knows of calls, recordings and conferences. */
export interface Truth {
  readonly calls: Book<CallRecord>;
  readonly recordings: Book<RecordingRecord>;
  readonly conferences: Book<ConferenceRecord>;
  addCall(record: CallRecord): void;
  moveCall(record: CallRecord, status: CallStatus, at: number): void;
  addRecording(record: RecordingRecord): void;
  changeRecording(record: RecordingRecord, change: (record: RecordingRecord) => void): void;
  addConference(record: ConferenceRecord): void;
  changeConference(record: ConferenceRecord, change: (record: ConferenceRecord) => void): void;
}

export function createTruth(view: LaggingView): Truth {
  const calls = createBook<CallRecord>(rememberedCalls, ({ parentCallSid }) => parentCallSid);
  const recordings = createBook<RecordingRecord>(rememberedRecordings, ({ callSid }) => callSid);
  const conferences = createBook<ConferenceRecord>(rememberedConferences, () => null);
  return {
    calls,
    recordings,
    conferences,
    addCall(record) {
      view.note(record, 'new');
      calls.add(record);
    },
    moveCall(record, status, at) {
      view.note(record, 'changing');
      applyStatus(record, status, at);
    },
    addRecording(record) {
      view.note(record, 'new');
      recordings.add(record);
    },
    changeRecording(record, change) {
      view.note(record, 'changing');
      change(record);
    },
    addConference(record) {
      view.note(record, 'new');
      conferences.add(record);
    },
    changeConference(record, change) {
      view.note(record, 'changing');
      change(record);
    },
  };
}

/** With their dialled legs: three days of 100,000 calls. */
const rememberedCalls = 500_000;
const rememberedRecordings = 250_000;
const rememberedConferences = 100_000;

/** Writes down what an acknowledged callback told its receiver, about the call and about a dialled leg. */
export function noteDelivered(calls: Book<CallRecord>, params: Readonly<Record<string, string>>): void {
  const { CallSid, CallStatus, CallDuration, DialCallSid, DialCallStatus, DialCallDuration } = params;
  const delivered = calls.find(CallSid ?? '')?.record.delivered;
  if (delivered && CallStatus) {
    if (rank(CallStatus) > rank(delivered.status)) delivered.status = CallStatus as CallStatus;
    if (CallDuration) delivered.callDuration = Number(CallDuration);
  }
  const dialled = calls.find(DialCallSid ?? '')?.record.delivered;
  if (!dialled || !DialCallStatus) return;
  dialled.dialCallStatus = DialCallStatus;
  dialled.dialCallDuration = DialCallDuration ? Number(DialCallDuration) : null;
}

function rank(status: string | null): number {
  if (status === null) return -1;
  return isTerminal(status) ? 4 : ['queued', 'initiated', 'ringing', 'in-progress'].indexOf(status);
}
