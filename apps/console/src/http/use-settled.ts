import { useQuery } from '@tanstack/react-query';
import { request } from './request.ts';

const POLL_MS = 1000;

/** What was requested of a worker, followed at its path until the worker has settled it. */
export function useSettled<T extends { is_settled: boolean }>(asked: T | undefined, path: string): T | undefined {
  const { data } = useQuery({
    queryKey: ['settled', path],
    queryFn: ({ signal }) => request<T>(path, { signal }),
    enabled: asked !== undefined && !asked.is_settled,
    // no event of the stream says so, and the answer comes within seconds
    refetchInterval: ({ state }) => (state.data?.is_settled ? false : POLL_MS),
  });
  return asked && (data ?? asked);
}
