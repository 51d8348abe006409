import { type Book, createBook } from './book.ts';
import { applyStatus, type CallRecord, type CallStatus } from './call-record.ts';
import type { LaggingView } from './lagging-view.ts';
import type { RecordingRecord } from './recording-record.ts';

/** All that Twilio itself knows of calls and recordings. */
export interface Truth {
  readonly calls: Book<CallRecord>;
  readonly recordings: Book<RecordingRecord>;
  addCall(record: CallRecord): void;
  moveCall(record: CallRecord, status: CallStatus, at: number): void;
  addRecording(record: RecordingRecord): void;
  changeRecording(record: RecordingRecord, change: (record: RecordingRecord) => void): void;
}

export function createTruth(view: LaggingView): Truth {
  const calls = createBook<CallRecord>(rememberedCalls, ({ parentCallSid }) => parentCallSid);
  const recordings = createBook<RecordingRecord>(rememberedRecordings, ({ callSid }) => callSid);
  return {
    calls,
    recordings,
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
  };
}

/** With their dialled legs: three days of 100,000 calls. */
const rememberedCalls = 500_000;
const rememberedRecordings = 250_000;
