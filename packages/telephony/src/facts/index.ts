export type { Fact, FactSource, StoredCallback } from './fact.ts';
export { eventType, judgeFact, type Verdict } from './fact-verdict.ts';
export { readFact } from './read-fact.ts';
export { endedAt } from './read-resource.ts';
export { callSnapshot, liveRecordingSnapshot, recordingSnapshot, type Snapshot } from './snapshot.ts';
