import type { StateMachine } from '../states/state-machine.ts';
import type { RecordingPeaks } from './peaks.ts';

/**
 * Where a recording's audio is: still at Twilio, with us, or nowhere. `absent`: Twilio recorded no sound. `empty`: the
 * recording is whole and has a length of zero. `gone`: it was deleted at Twilio before it was fetched.
 */
export const CUSTODY_STATES = [
  'announced',
  'fetching',
  'stored',
  'absent',
  'empty',
  'gone',
  'failed',
  'expired',
] as const;
export type Custody = (typeof CUSTODY_STATES)[number];

/** A worker still has to fetch these recordings. */
export const UNFETCHED_CUSTODY = ['announced', 'fetching'] as const satisfies readonly Custody[];

/** Fetching has ended: whatever waits for the audio can go on. */
export const SETTLED_CUSTODY = [
  'stored',
  'absent',
  'empty',
  'gone',
  'failed',
  'expired',
] as const satisfies readonly Custody[];

export const CUSTODY_MACHINE: StateMachine<Custody> = {
  title: 'Recording custody',
  about:
    'Who has the audio of a recording. It is fetched once Twilio has finished it; an attempt holds the row for 60 s and renews it.',
  states: CUSTODY_STATES,
  starts: [{ to: 'announced', when: 'first callback or REST fact', by: ['worker-status'] }],
  transitions: [
    { from: ['announced'], to: 'fetching', when: 'attempt claims it', by: ['worker-recording'] },
    { from: ['fetching'], to: 'announced', when: 'retryable fault, or lease lapsed', by: ['worker-recording'] },
    { from: ['fetching'], to: 'stored', when: 'audio checked and stored', by: ['worker-recording'] },
    { from: ['fetching'], to: 'absent', when: 'Twilio says absent', by: ['worker-recording'] },
    { from: ['fetching'], to: 'empty', when: 'length of zero', by: ['worker-recording'] },
    { from: ['fetching'], to: 'gone', when: 'Twilio says deleted, or 410', by: ['worker-recording'] },
    { from: ['fetching'], to: 'failed', when: 'Twilio says failed, or retries used up', by: ['worker-recording'] },
    { from: ['failed'], to: 'announced', when: 'EncryptionDetails came later', by: ['worker-status'] },
    { from: ['stored'], to: 'expired', when: 'older than RECORDING_RETENTION_DAYS', by: ['worker-recording'] },
    { from: ['announced', 'fetching', 'failed', 'stored'], to: 'expired', when: 'its person is erased', by: ['cli'] },
  ],
};

/** One step of a recording into our custody and out of it, with what was observed. `at` is ISO 8601. */
export type CustodyStep = {
  at: string;
  step: string;
  /** How often the same step came in a row, and when last. */
  times?: number;
  lastAt?: string;
  [detail: string]: string | number | boolean | null | undefined;
};

/**
 * A recording in the object store. `audioSec` is its own length in seconds, null where its bytes do not say;
 * `isEncrypted`: only the owner of the key can listen to it.
 */
export type StoredObject = {
  objectKey: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  audioSec: number | null;
  isEncrypted: boolean;
  /** Its waveform; null where its samples cannot be read. */
  peaks: RecordingPeaks | null;
};

/**
 * Outcome of an attempt: announced again, to be tried in `delaySeconds`, or settled. `isUncharged`: the attempt does not
 * count.
 */
export type CustodyChange = { evidence: readonly CustodyStep[] } & (
  | { custody: 'announced'; delaySeconds: number; isUncharged?: true }
  | { custody: 'absent' | 'empty' | 'gone' | 'failed' }
  | { custody: 'stored'; object: StoredObject }
);
