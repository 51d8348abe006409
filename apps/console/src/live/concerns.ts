import type { Floor, FloorRow } from './floor.ts';
import type { Concern } from './live-search.ts';

export type Thresholds = Floor['thresholds'];

/** Since when a call has waited to be answered; null for one that does not. */
export const waitingSince = ({ is_final, status, ringing_since, start_time, created_at }: FloorRow): string | null =>
  is_final || status === 'in-progress' ? null : (ringing_since ?? start_time ?? created_at);

const isRecorded = ({ is_final, recording_status }: FloorRow): boolean =>
  !is_final && (recording_status === 'recording' || recording_status === 'paused');

/** A pause or stop was asked for and has not taken effect in time. */
export const isStillRecording = ({ is_final, control }: FloorRow): boolean =>
  !is_final && Boolean(control?.recording.warning);

/** True for a call of this kind at this time by the clock of the server. */
export function concerns(row: FloorRow, concern: Concern, { waiting_seconds }: Thresholds, now: number): boolean {
  switch (concern) {
    case 'waiting': {
      const since = waitingSince(row);
      return since !== null && now - Date.parse(since) > waiting_seconds * 1000;
    }
    case 'recording':
      return isRecorded(row);
    case 'siren':
      return Boolean(row.siren);
    case 'gap':
      return (row.gap?.open ?? 0) > 0;
  }
}

/** How much a call needs a person, for the order of the board: the most comes first. */
export function urgency(row: FloorRow, thresholds: Thresholds, now: number): number {
  if (isStillRecording(row)) return 5;
  if (row.siren?.status === 'active') return 4;
  if (row.siren) return 3;
  if (concerns(row, 'waiting', thresholds, now)) return 2;
  return row.is_final ? 0 : 1;
}
