import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useNow } from '../parts/times/use-now.ts';
import { openFrameApplier } from './apply-frames.ts';
import { EVENT_NAMES } from './effects.ts';
import { freshnessOf, type Freshness } from './freshness.ts';
import { createSharedStream, type SharedStream } from './shared-stream.ts';

const StreamContext = createContext<SharedStream | null>(null);

/** Follows the stream while it is shown, and keeps the cache fresh by it. */
export function StreamProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [stream] = useState(() =>
    createSharedStream({
      names: EVENT_NAMES,
      onFrame: openFrameApplier(client),
      onRefused: () => void client.invalidateQueries({ queryKey: ['account'] }),
    }),
  );
  useEffect(() => stream.open(), [stream]);
  return <StreamContext value={stream}>{children}</StreamContext>;
}

/** How fresh the page is, in steps of this time. */
export function useFreshness(stepMs = 200): Freshness {
  const stream = use(StreamContext);
  const now = useNow(stepMs);
  const connection = useSyncExternalStore(stream?.subscribe ?? never, stream?.getConnection ?? unconnected);
  return useMemo(() => freshnessOf(connection, now), [connection, now]);
}

/** Why a button with a side effect does nothing then. */
export const STALE_REASON = 'The page is stale: retry the connection first.';

/** True while side effects must wait: what they would be based on may no longer be true. */
export const useIsStale = (): boolean => useFreshness(1000).state === 'stale';

export const useRetryStream = (): (() => void) => use(StreamContext)?.retry ?? (() => {});

const never = () => () => {};
const startedAt = { isConnected: false, lastFrameAt: Date.now() };
const unconnected = () => startedAt;
