import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { request } from '../http/request.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/states.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { counted, KIND_WORDS, titleOf, type Operation } from './operation.ts';
import { rememberOperation } from './operations-query.ts';

const ConfirmDialog = lazy(async () => ({
  default: (await import('../parts/dialogs/confirm-dialog.tsx')).ConfirmDialog,
}));

type Change = 'pause' | 'resume' | 'cancel';
const ASKED: Readonly<Record<Change, string>> = { pause: 'Pausing…', resume: 'Resuming…', cancel: 'Canceling…' };

/** Pauses, resumes and cancels an operation. Shown to those who may; what fails is said below the buttons. */
export function OperationButtons({ operation }: { operation: Operation }) {
  const client = useQueryClient();
  const account = useAccount();
  const isStale = useIsStale();
  const [isCanceling, setCanceling] = useState(false);
  const change = useMutation({
    mutationFn: (to: Change) => request<Operation>(`/api/operations/${operation.id}/${to}`, { method: 'POST' }),
    onSuccess: (changed) => {
      setCanceling(false);
      rememberOperation(client, changed);
    },
  });
  const { state } = operation;
  if (!mayUse(account, 'operations.manage') || (state !== 'running' && state !== 'paused')) return null;
  const asked = change.isPending ? change.variables : null;
  const disabledBecause = asked ? 'It was asked for.' : isStale && STALE_REASON;
  const other = state === 'running' ? 'pause' : 'resume';
  return (
    <>
      <span className="inline-flex gap-2">
        <Button isSmall onClick={() => change.mutate(other)} disabledBecause={disabledBecause}>
          {asked === other ? ASKED[other] : state === 'running' ? 'Pause' : 'Resume'}
        </Button>
        <Button isSmall onClick={() => setCanceling(true)} disabledBecause={disabledBecause}>
          {asked === 'cancel' ? ASKED.cancel : 'Cancel…'}
        </Button>
      </span>
      {change.isError && !isCanceling && (
        <div className="basis-full">
          <Failure error={change.error} />
        </div>
      )}
      {isCanceling && (
        <Suspense>
          <ConfirmDialog
            isOpen
            onClose={() => setCanceling(false)}
            title="Cancel this operation?"
            confirm="Cancel the operation"
            onConfirm={() => change.mutate('cancel')}
            isPending={asked === 'cancel'}
            disabledBecause={isStale && STALE_REASON}
            error={change.error}
          >
            <p>{titleOf(operation)}</p>
            <p>
              The {counted(operation.left)} {KIND_WORDS[operation.kind].noun} that are not begun stay as they are. What
              was done stays done.
            </p>
          </ConfirmDialog>
        </Suspense>
      )}
    </>
  );
}
