import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CallRow } from '../calls/call.ts';
import { useNow } from '../parts/use-now.ts';
import { liveCallsQuery } from './live-query.ts';
import { floorRows, hasLeft, type Floor } from './recently-ended.ts';

const EMPTY: Floor = { live: [], ended: [] };
const STEP_MS = 5000;

/** The calls of the floor: those that are live, and for 15 seconds those that were. */
export function useLiveCalls() {
  const query = useQuery(liveCallsQuery);
  const now = useNow(STEP_MS);
  const floor = useMemo(
    (): Floor => (query.data ? { live: query.data.data, ended: query.data.ended } : EMPTY),
    [query.data],
  );
  const rows = useMemo(() => floorRows(floor, now), [floor, now]);
  return { query, rows, isEnded: (row: CallRow) => hasLeft(floor, row) };
}
