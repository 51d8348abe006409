import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../http/request.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { ReasonDialog } from '../parts/dialogs/reason-dialog.tsx';
import { Status } from '../parts/status.tsx';
import { Failure } from '../parts/states.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import type { Gap } from './gap.ts';

/** Asks Twilio about a gap now, or ignores it with a reason. An error stays next to the buttons. */
export function GapButtons({ gap }: { gap: Gap }) {
  const account = useAccount();
  const isStale = useIsStale();
  const [isIgnoring, setIgnoring] = useState(false);
  const heal = useGapChange<void>(() => request(`/api/gaps/${gap.id}/heal`, { method: 'POST' }));
  const ignore = useGapChange<string>(async (reason) => {
    await request(`/api/gaps/${gap.id}/ignore`, { method: 'POST', body: { reason } });
    setIgnoring(false);
  });
  if (ignore.isSuccess && gap.state === 'open') return <Status tone="idle">Ignored</Status>; // while the list holds its row
  const isAsked = gap.heal_requested_at !== null && gap.heal_error === null && gap.state === 'open';
  const what = `${gap.missing} of ${gap.call_sid}`;
  const healing = heal.isPending || isAsked ? 'Healing…' : 'Heal now';
  return (
    <div className="flex flex-col items-end gap-1 py-1">
      <div className="flex flex-wrap justify-end gap-1">
        {mayUse(account, 'reconciliation.sync') && (
          <Button
            isSmall
            aria-label={`${healing}: ${what}`}
            onClick={() => heal.mutate()}
            disabledBecause={heal.isPending || isAsked ? 'Twilio is being asked.' : isStale && STALE_REASON}
          >
            {healing}
          </Button>
        )}
        {gap.state === 'open' && mayUse(account, 'reconciliation.decide') && (
          <Button isSmall aria-label={`Ignore…: ${what}`} onClick={() => setIgnoring(true)}>
            Ignore…
          </Button>
        )}
      </div>
      {heal.isError && (
        <div className="max-w-80 text-left whitespace-normal">
          <Failure error={heal.error} />
        </div>
      )}
      {isIgnoring && (
        <ReasonDialog
          onClose={() => setIgnoring(false)}
          title="Ignore this gap?"
          confirm="Ignore the gap"
          onConfirm={(reason) => ignore.mutate(reason)}
          isPending={ignore.isPending}
          disabledBecause={isStale && STALE_REASON}
          error={ignore.error}
        >
          The missing <code>{gap.missing}</code> no longer counts as open. It is open again if its unknown cause becomes
          known, or by Heal now.
        </ReasonDialog>
      )}
    </div>
  );
}

function useGapChange<T>(change: (given: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(['gaps', 'reconciliation'].map((noun) => client.invalidateQueries({ queryKey: [noun] }))),
  });
}
