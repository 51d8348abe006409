import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import type { Truth } from '../truth/truth.ts';
import type { MediaFault, MediaFaults } from './media-faults.ts';
import { fileOf } from './media-file.ts';

/** The requests for one recording. */
interface RequestCounts {
  requests: number;
  firstAt: number;
  served: number;
}

/** Which media exist, how often they were requested, and which fault comes next. */
export function createMediaStore(truth: Truth, clock: Clock, faults: MediaFaults) {
  let counts = new Map<string, RequestCounts>();
  const checksums = new Map<string, string>();
  return {
    faults,
    /** Changes the faults, and resets all counts of requests. */
    change(given: unknown): void {
      faults.change(given);
      counts = new Map();
    },
    /** A recording whose media exist. */
    find(sid: string): RecordingRecord | undefined {
      const record = truth.recordings.find(sid)?.record;
      return record?.status === 'completed' ? record : undefined;
    },
    /** Counts a request, and returns its fault. */
    nextFault({ sid }: RecordingRecord): MediaFault | undefined {
      const before = counts.get(sid) ?? { requests: 0, firstAt: clock.now(), served: 0 };
      counts.set(sid, { ...before, requests: before.requests + 1 });
      const { fault, isLasting } = faults.faultOf(sid);
      const { times, lateSeconds } = faults.settings;
      if (fault === undefined || isLasting) return fault;
      if (fault === 'late') return clock.now() < before.firstAt + lateSeconds * 1000 ? fault : undefined;
      return before.requests < times ? fault : undefined;
    },
    recordServed({ sid }: RecordingRecord): void {
      const before = counts.get(sid);
      if (before) before.served++;
    },
    /** What a perfect receiver downloads: the WAV file with the recorded channels. */
    truthOf(record: RecordingRecord) {
      const { fault, isLasting } = faults.faultOf(record.sid);
      const hasMedia = record.status === 'completed';
      const sha256 = hasMedia ? (checksums.get(record.sid) ?? checksumOf(record)) : null;
      if (sha256) checksums.set(record.sid, sha256);
      const { requests = 0, served = 0 } = counts.get(record.sid) ?? {};
      return {
        size: hasMedia ? fileOf(record, record.channels).size : null,
        sha256,
        fault: fault ?? null,
        lasting: isLasting,
        /** Can be downloaded by retrying. */
        available: hasMedia && (!isLasting || fault === 'slow'),
        requests,
        served,
      };
    },
  };
}

export type MediaStore = ReturnType<typeof createMediaStore>;

function checksumOf(record: RecordingRecord): string {
  const hash = createHash('sha256');
  for (const piece of fileOf(record, record.channels).pieces) hash.update(piece);
  return hash.digest('hex');
}
