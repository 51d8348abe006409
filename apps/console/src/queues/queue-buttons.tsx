import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../http/request.ts';
import { Button } from '../parts/button.tsx';
import { PauseIcon, PlayIcon } from '../parts/icons.tsx';
import { ReasonDialog } from '../parts/dialogs/reason-dialog.tsx';
import { Failure } from '../parts/states.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import type { ChangedQueue, Queue } from './queues-query.ts';

type Change = { to: 'pause'; reason: string } | { to: 'resume' };

/** Pauses and resumes a queue. What is asked for is said until the queue's own state shows it. */
export function QueueButtons({ queue: { name, paused } }: { queue: Queue }) {
  const client = useQueryClient();
  const isStale = useIsStale();
  const [isAsking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: ({ to, ...body }: Change) =>
      request<ChangedQueue>(`/api/queues/${name}/${to}`, { method: 'POST', ...(to === 'pause' && { body }) }),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries({ queryKey: ['queues'] }),
  });
  const asked = change.isPending ? change.variables.to : undefined;
  const isUnheard = change.data?.applied === false && change.data.paused === paused;
  const disabledBecause = asked ? 'It was asked for.' : isStale && STALE_REASON;
  return (
    <div className="flex flex-col items-end gap-1 py-1">
      {paused ? (
        <Button
          isSmall
          aria-label={`${asked === 'resume' ? 'Resuming…' : 'Resume'} ${name}`}
          disabledBecause={disabledBecause}
          onClick={() => change.mutate({ to: 'resume' })}
        >
          <PlayIcon className="size-3 max-sm:hidden" /> {asked === 'resume' ? 'Resuming…' : 'Resume'}
        </Button>
      ) : (
        <Button
          isSmall
          aria-label={`${asked === 'pause' ? 'Pausing…' : 'Pause…'} ${name}`}
          disabledBecause={disabledBecause}
          onClick={() => setAsking(true)}
        >
          <PauseIcon className="size-3 max-sm:hidden" /> {asked === 'pause' ? 'Pausing…' : 'Pause…'}
        </Button>
      )}
      {isUnheard && <p className="max-w-48 text-12 whitespace-normal text-warn">Workers learn of it within 10 s.</p>}
      {change.isError && !isAsking && (
        <div className="max-w-80 text-left whitespace-normal">
          <Failure error={change.error} />
        </div>
      )}
      {isAsking && (
        <ReasonDialog
          onClose={() => setAsking(false)}
          title={`Pause the queue ${name}?`}
          confirm="Pause the queue"
          onConfirm={(reason) => change.mutate({ to: 'pause', reason })}
          isPending={change.isPending}
          disabledBecause={isStale && STALE_REASON}
          error={change.error}
        >
          Workers finish the jobs that run and take no others, within 10 seconds. {EFFECTS[name] ?? 'Its work waits.'}
        </ReasonDialog>
      )}
    </div>
  );
}

/** What waits while a queue is paused. */
const EFFECTS: Readonly<Record<string, string>> = {
  callbacks: 'Ingest goes on: callbacks are stored and answered, and wait. Calls do not change until it is resumed.',
  dialer: 'No call is placed. Drops and recording controls go on.',
};
