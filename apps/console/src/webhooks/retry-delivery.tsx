import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../http/request.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/states.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import type { Delivery } from './webhooks-query.ts';

/** Delivers one message again at once. What becomes of it is its own state, which is read again until it ends. */
export function RetryDelivery({ delivery: { id, event, state }, isActive }: { delivery: Delivery; isActive: boolean }) {
  const client = useQueryClient();
  const isStale = useIsStale();
  const retry = useMutation({
    mutationFn: () => request(`/api/webhook-deliveries/${id}/retry`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  if (state === 'sending') return null;
  const words = retry.isPending ? 'Asking…' : state === 'queued' ? 'Deliver now' : 'Deliver again';
  const inactive = !isActive && 'The endpoint gets nothing now: enable it first.';
  return (
    <div className="flex flex-col items-end gap-1">
      <Button
        isSmall
        aria-label={`${words}: ${event}`}
        onClick={() => retry.mutate()}
        disabledBecause={retry.isPending ? 'It was asked for.' : isStale ? STALE_REASON : inactive}
      >
        {words}
      </Button>
      {retry.isError && (
        <div className="max-w-80 text-left whitespace-normal">
          <Failure error={retry.error} />
        </div>
      )}
    </div>
  );
}
