import type { callLookup } from '@trunkline/api-contract/calls';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { output } from 'zod';
import { request } from '../../http/request.ts';
import { mayUse, useAccount } from '../../identity/account-context.ts';
import { Button } from '../../parts/button.tsx';
import { Failure, NotFound } from '../../parts/states.tsx';

type Lookup = output<typeof callLookup>;

const CALL_SID = /^CA[\da-f]{32}$/i;
const ASK_EVERY_MS = 1000;

/** A call that is not here: Twilio may know it, and a person who may compare with Twilio can ask. */
export function UnknownCall({ callKey }: { callKey: string }) {
  const account = useAccount();
  if (!CALL_SID.test(callKey) || !mayUse(account, 'reconciliation.sync')) return <NotFound />;
  return <AskTwilio sid={callKey} />;
}

function AskTwilio({ sid }: { sid: string }) {
  const client = useQueryClient();
  const ask = useMutation({ mutationFn: () => request<Lookup>(`/api/calls/${sid}/fetch`, { method: 'POST' }) });
  const { data, error } = useQuery({
    queryKey: ['call', sid, 'lookup'],
    queryFn: ({ signal }) => request<Lookup>(`/api/calls/${sid}/lookup`, { signal }),
    enabled: ask.isSuccess,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'due' ? false : ASK_EVERY_MS),
  });
  const lookup = data ?? ask.data;
  const isFound = lookup?.state === 'found';
  useEffect(() => {
    if (isFound) void client.invalidateQueries({ queryKey: ['call', sid, 'trace'] });
  }, [client, isFound, sid]);
  const isAsked = ask.isPending || lookup?.state === 'due' || isFound;
  return (
    <div className="flex max-w-2xl flex-col items-start gap-3 px-6 py-8" data-state="unknown-call">
      <h1 className="text-20">No call with this SID is here</h1>
      <p>
        <code className="break-all">{sid}</code>
      </p>
      <p className="text-muted">
        No callback named it. Twilio may know it all the same: the answer of its REST API becomes a call here, and its
        recordings follow.
      </p>
      <Button kind="primary" onClick={() => ask.mutate()} disabledBecause={isAsked && 'Twilio is asked.'}>
        {isAsked ? 'Asking Twilio…' : 'Ask Twilio'}
      </Button>
      <div role="status">{lookup && <p>{lookup.message}</p>}</div>
      {(ask.error ?? error) && <Failure error={ask.error ?? error} onRetry={() => ask.mutate()} />}
    </div>
  );
}
