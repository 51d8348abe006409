import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNow } from '../parts/use-now.ts';
import { liveCallsQuery } from './live-query.ts';
import { floorRows, type FloorRow } from './recently-ended.ts';

const STEP_MS = 5000;
const NONE: readonly FloorRow[] = [];

/** The calls of the floor: those that are live, and for 15 seconds those that were. */
export function useLiveCalls() {
  const query = useQuery(liveCallsQuery);
  const now = useNow(STEP_MS);
  const { data } = query;
  const rows = useMemo(() => (data ? floorRows({ live: data.data, ended: data.ended }, now) : NONE), [data, now]);
  return { query, rows };
}
