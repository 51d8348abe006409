import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../http/request.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/dialogs/confirm-dialog.tsx';
import { Failure } from '../parts/states.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import type { Endpoint } from './webhooks-query.ts';

type Change = 'test' | 'replay' | 'enable' | 'switch-off';
type Confirmed = Exclude<Change, 'test' | 'enable'>;

/** Tests an endpoint, delivers again what it missed, and switches it on and off. */
export function EndpointButtons({ endpoint: { id, url, is_active: isActive } }: { endpoint: Endpoint }) {
  const client = useQueryClient();
  const isStale = useIsStale();
  const [asking, setAsking] = useState<Confirmed | null>(null);
  const change = useMutation({
    mutationFn: (to: Change) => send(id, to),
    onSuccess: () => setAsking(null),
    onSettled: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  const asked = change.isPending ? change.variables : undefined;
  const disabledBecause = asked ? 'It was asked for.' : isStale && STALE_REASON;
  const inactive = !isActive && 'The endpoint gets nothing now: enable it first.';
  const queued = change.variables === 'replay' && change.data?.queued;
  return (
    <div className="flex flex-col gap-1 py-1 md:items-end">
      <div className="flex flex-wrap gap-1 md:justify-end">
        <Button isSmall onClick={() => change.mutate('test')} disabledBecause={disabledBecause || inactive}>
          {asked === 'test' ? 'Sending…' : 'Send a test'}
        </Button>
        <Button isSmall onClick={() => setAsking('replay')} disabledBecause={disabledBecause || inactive}>
          {asked === 'replay' ? 'Redriving…' : 'Redrive…'}
        </Button>
        {isActive ? (
          <Button isSmall onClick={() => setAsking('switch-off')} disabledBecause={disabledBecause}>
            Switch off…
          </Button>
        ) : (
          <Button isSmall kind="primary" onClick={() => change.mutate('enable')} disabledBecause={disabledBecause}>
            {asked === 'enable' ? 'Enabling…' : 'Enable'}
          </Button>
        )}
      </div>
      {typeof queued === 'number' && (
        <p role="status" className="text-12 text-muted">
          {queued === 0
            ? 'Nothing had failed or was missed'
            : `${queued} ${queued === 1 ? 'message is' : 'messages are'} queued`}
        </p>
      )}
      {change.isError && asking === null && (
        <div className="max-w-80 text-left whitespace-normal">
          <Failure error={change.error} />
        </div>
      )}
      {asking && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsking(null)}
          title={WORDS[asking].title}
          confirm={WORDS[asking].confirm}
          onConfirm={() => change.mutate(asking)}
          isPending={change.isPending}
          disabledBecause={isStale && STALE_REASON}
          error={change.error}
        >
          <p className="break-all">{url}</p>
          <p>{WORDS[asking].effect}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

const WORDS: Readonly<Record<Confirmed, { title: string; confirm: string; effect: string }>> = {
  replay: {
    title: 'Redrive what this endpoint missed?',
    confirm: 'Redrive',
    effect:
      'All its failed and missed messages of the last 30 days are delivered again, each under its webhook-id, so that the receiver can recognise copies.',
  },
  'switch-off': {
    title: 'Switch this endpoint off?',
    confirm: 'Switch off',
    effect: 'Deliveries stop. Events while it is off are not kept, and cannot be redriven.',
  },
};

function send(id: string, to: Change): Promise<{ queued?: number }> {
  const path = `/api/webhook-endpoints/${id}`;
  if (to === 'test') return request(`${path}/test`, { method: 'POST' });
  if (to === 'replay') return request(`${path}/replay`, { method: 'POST', body: {} });
  return request(path, { method: 'PATCH', body: { is_active: to === 'enable' } });
}
