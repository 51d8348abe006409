import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNow } from '../parts/times/use-now.ts';
import { floorQuery, rowsAt, type FloorRow } from './floor.ts';

const STEP_MS = 5000;
const NONE: readonly FloorRow[] = [];

/** The floor, and its rows without those that ended a while ago. */
export function useFloor() {
  const query = useQuery(floorQuery);
  const now = useNow(STEP_MS);
  const { data } = query;
  const rows = useMemo(() => (data ? rowsAt(data, now + data.skewMs) : NONE), [data, now]);
  return { query, rows };
}
