/** Twilio's words for a recording's status, and how far each says that the recording has come. */
const RANK = {
  started: 0,
  resumed: 0,
  'in-progress': 1,
  paused: 1,
  stopped: 2,
  processing: 2,
  absent: 3,
  failed: 3,
  completed: 4,
  deleted: 5,
} as const satisfies Record<string, number>;

/** What a callback's `RecordingStatus` may say. */
export const TWILIO_RECORDING_STATUSES = Object.keys(RANK);

/** How a recording ends, as a callback reports it. */
const ENDS = ['completed', 'absent', 'failed'] as const;
export const isRecordingEnd = (status: string): boolean => (ENDS as readonly string[]).includes(status);

/** With these a recording does not change any more, but that it may still be deleted at Twilio. */
export const FINAL_RECORDING_STATUSES = [...ENDS, 'deleted'] as const;

/** A status that a newer API brings says nothing of how far it is. */
export const recordingRank = (status: string): number => (RANK as Readonly<Record<string, number>>)[status] ?? 0;
/** A recording that goes on may be paused and resumed time and again. */
export const isLiveRecording = (status: string): boolean => recordingRank(status) === RANK.paused;
