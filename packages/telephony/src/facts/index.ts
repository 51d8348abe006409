export type { Fact, FactSource, StoredCallback } from './fact.ts';
export { callLogEvent, factVerdict, type Verdict } from './fact-verdict.ts';
export { parseFact } from './parse-fact.ts';
export { endedAt } from './parse-resource.ts';
export { faultOfCall, faultOfRecording } from './resource-fault.ts';
export { callSnapshot, liveRecordingSnapshot, recordingSnapshot, type Snapshot } from './snapshot.ts';
