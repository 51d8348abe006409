import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useMemo, useState } from 'react';
import { request } from '../../http/request.ts';
import { toRequestError } from '../../http/request-error.ts';
import { useNow } from '../../parts/times/use-now.ts';
import { floorQuery } from '../floor.ts';

/** For how long a siren that was raised here can be taken back by one press. */
const TAKEN_BACK_WITHIN_MS = 10_000;

type Raised = { sirenId: string; at: number };
type RaisedSirens = { of: ReadonlyMap<string, Raised>; add: (callId: string, sirenId: string) => void };

export const RaisedSirensContext = createContext<RaisedSirens>({ of: new Map(), add: () => {} });

/** Sirens that were raised from this page, by the id of their call. */
export function useRaisedSirens(): RaisedSirens {
  const [of, setOf] = useState<ReadonlyMap<string, Raised>>(new Map());
  return useMemo(
    () => ({
      of,
      add: (callId, sirenId) => setOf((before) => new Map(before).set(callId, { sirenId, at: Date.now() })),
    }),
    [of],
  );
}

/** The siren that was raised here for a call a moment ago, and what takes it back. It stays in the history as a false alarm. */
export function useRaisedHere(callId: string) {
  const raised = use(RaisedSirensContext).of.get(callId);
  const client = useQueryClient();
  const now = useNow(1000);
  const back = useMutation({
    mutationFn: (id: string) =>
      request(`/api/sirens/${id}/false-alarm`, { method: 'POST', body: { resolution: 'Raised by mistake.' } }),
    onSettled: () =>
      Promise.all([floorQuery.queryKey, ['sirens']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  const leftMs = raised ? raised.at + TAKEN_BACK_WITHIN_MS - now : 0;
  if (!raised || leftMs <= 0) return undefined;
  return {
    secondsLeft: Math.ceil(leftMs / 1000),
    takeBack: () => back.mutate(raised.sirenId),
    isPending: back.isPending,
    failure: back.isError ? toRequestError(back.error).detail : undefined,
  };
}
