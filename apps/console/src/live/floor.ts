import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { floor } from '@trunkline/api-contract/floor';
import type { StreamPayload } from '@trunkline/api-contract/stream';
import type { output } from 'zod';
import { request } from '../http/request.ts';

export type Floor = output<typeof floor>;
export type FloorRow = Floor['data'][number];

/** An agent without a name is shown as one. */
export const nameOfAgent = ({ name }: NonNullable<FloorRow['agent']>): string => name ?? 'Unnamed';

type ReadFloor = Floor & {
  /** How far the clock of the server is ahead of that of this browser, in ms. */
  skewMs: number;
};

const KEY = ['floor'];
/** The time of the request varies: without steps each answer would change every row. */
const SKEW_STEP_MS = 1000;

/** The calls of this moment with their figures. Filters apply to these rows, so that counts are of all. */
export const floorQuery = queryOptions({
  queryKey: KEY,
  async queryFn({ signal }): Promise<ReadFloor> {
    const read = await request<Floor>('/api/floor', { signal });
    return { ...read, skewMs: Math.round((Date.parse(read.as_of) - Date.now()) / SKEW_STEP_MS) * SKEW_STEP_MS };
  },
});

/** Writes newer figures below the same rows. */
export function patchFloorCounts(
  client: QueryClient,
  { timestamp: _timestamp, ...counts }: StreamPayload<'floor.stats'>,
): void {
  client.setQueryData<ReadFloor>(KEY, (known) => known && { ...known, counts });
}

/** The rows to show at this time by the clock of the server: an ended call leaves after some seconds. */
export function rowsAt({ data, thresholds }: Pick<Floor, 'data' | 'thresholds'>, now: number): readonly FloorRow[] {
  const isGone = ({ is_final, finalized_at }: FloorRow): boolean =>
    is_final && finalized_at !== null && now - Date.parse(finalized_at) > thresholds.just_ended_seconds * 1000;
  return data.some(isGone) ? data.filter((row) => !isGone(row)) : data;
}
