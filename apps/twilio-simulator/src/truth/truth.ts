import { applyStatus, type CallRecord, type CallStatus } from './call-record.ts';
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
