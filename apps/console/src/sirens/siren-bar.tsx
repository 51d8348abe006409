import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { request } from '../http/request.ts';
import { toRequestError } from '../http/request-error.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { WarnIcon } from '../parts/icons.tsx';
import { relativeTime } from '../parts/times.ts';
import { useNow } from '../parts/use-now.ts';
import { useIsStale } from '../stream/stream-provider.tsx';
import { openSirensQuery, type Siren } from './open-sirens.ts';

/** An emergency, above everything until it ends. It is announced once and does not flash. */
export function SirenBar() {
  const { data: open = [] } = useQuery(openSirensQuery);
  const [first] = open;
  return (
    <div role="alert" aria-atomic="true">
      {first && <Bar siren={first} others={open.length - 1} />}
    </div>
  );
}

function Bar({ siren, others }: { siren: Siren; others: number }) {
  const client = useQueryClient();
  const account = useAccount();
  const isStale = useIsStale();
  const acknowledge = useMutation({
    mutationFn: () => request(`/api/sirens/${siren.id}/acknowledge`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sirens'] }),
  });
  const isWaiting = siren.status === 'active';
  return (
    <section
      aria-label="Siren"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-siren px-4 py-2 text-on-siren md:px-6"
    >
      <WarnIcon />
      <strong>Siren</strong>
      <span className="min-w-0 grow basis-48">
        “{siren.reason}” · raised by {siren.triggered_by_name ?? 'the operator'} <RaisedAgo at={siren.created_at} />
        {!isWaiting && <> · {siren.acknowledged_by_name ?? 'the operator'} is responding</>}
        {others > 0 && <> · {others} more open</>}
        {acknowledge.isError && <> · {toRequestError(acknowledge.error).detail}</>}
      </span>
      {isWaiting && mayUse(account, 'sirens.answer') && (
        <Button
          kind="on-siren"
          isSmall
          onClick={() => acknowledge.mutate()}
          disabledBecause={
            acknowledge.isPending ? 'It was sent.' : isStale && 'The page is stale: retry the connection first.'
          }
        >
          I’m responding
        </Button>
      )}
      <Link
        to={mayUse(account, 'sirens.answer') ? '/live' : '/calls'}
        search={{ selected: siren.call_sid ?? siren.call_id } as never}
        className={buttonClass('on-siren', true)}
      >
        Open
      </Link>
    </section>
  );
}

/** Not announced each second. */
const RaisedAgo = ({ at }: { at: string }) => (
  <span aria-hidden="true" className="whitespace-nowrap">
    {relativeTime(new Date(at), new Date(useNow(1000)))}
  </span>
);
