import { applyStatus, type CallRecord, type CallStatus, isTerminal } from './call-record.ts';
import type { ConferenceRecord } from './conference-record.ts';
import type { LaggingView } from './lagging-view.ts';
import { type RecordStore, createRecordStore } from './record-store.ts';
import type { RecordingRecord } from './recording-record.ts';

/** Everything that Twilio itself knows of calls, recordings and conferences. */
export interface Truth {
  readonly calls: RecordStore<CallRecord>;
  readonly recordings: RecordStore<RecordingRecord>;
  readonly conferences: RecordStore<ConferenceRecord>;
  addCall(record: CallRecord): void;
  moveCall(record: CallRecord, status: CallStatus, at: number): void;
  addRecording(record: RecordingRecord): void;
  changeRecording(record: RecordingRecord, change: (record: RecordingRecord) => void): void;
  addConference(record: ConferenceRecord): void;
  changeConference(record: ConferenceRecord, change: (record: ConferenceRecord) => void): void;
}

export function createTruth(view: LaggingView): Truth {
  const calls = createRecordStore<CallRecord>(maxCalls, ({ parentCallSid }) => parentCallSid);
  const recordings = createRecordStore<RecordingRecord>(maxRecordings, ({ callSid }) => callSid);
  const conferences = createRecordStore<ConferenceRecord>(maxConferences, () => null);
  return {
    calls,
    recordings,
    conferences,
    addCall(record) {
      view.saveState(record, 'new');
      calls.add(record);
    },
    moveCall(record, status, at) {
      view.saveState(record, 'changing');
      applyStatus(record, status, at);
    },
    addRecording(record) {
      view.saveState(record, 'new');
      recordings.add(record);
    },
    changeRecording(record, change) {
      view.saveState(record, 'changing');
      change(record);
    },
    addConference(record) {
      view.saveState(record, 'new');
      conferences.add(record);
    },
    changeConference(record, change) {
      view.saveState(record, 'changing');
      change(record);
    },
  };
}

/** Three days of 100,000 calls with their dialled legs. */
const maxCalls = 500_000;
const maxRecordings = 250_000;
const maxConferences = 100_000;

/** Records what an acknowledged callback reported about its call and about a dialled leg. */
export function recordDelivered(calls: RecordStore<CallRecord>, params: Readonly<Record<string, string>>): void {
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
