import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { ConnectionList } from './connection-list.tsx';
import { connectionsQuery, useConnection, type Connection } from './connections-query.ts';

/** Connects a number, an application or a SIP domain: first the difference, then the change. */
export function ConnectPanel({ target: given, onChanged }: { target: string | undefined; onChanged: () => void }) {
  const isStale = useIsStale();
  const connections = useQuery(connectionsQuery);
  const [target, setTarget] = useState(given ?? '');
  const plan = useConnection();
  const change = useConnection();
  const look = (action: Connection['action'], named: string): void => {
    change.ask.reset();
    plan.ask.mutate({ action, target: named, dry_run: true });
  };
  const { mutate } = plan.ask;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (given) place.current?.scrollIntoView({ block: 'nearest' });
    if (given) mutate({ action: 'connect', target: given, dry_run: true });
  }, [given, mutate]);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    look('connect', target.trim());
  };
  const confirm = ({ action, target: named }: Connection): void => {
    plan.ask.reset();
    change.ask.mutate({ action, target: named, dry_run: false }, { onSuccess: onChanged });
  };
  const waits = plan.isPending || change.isPending ? 'Twilio is asked.' : isStale && STALE_REASON;
  return (
    <div ref={place}>
      <Panel title="Numbers that send their calls here">
        <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-3 px-4 py-3">
          <div className="grow basis-72 sm:max-w-md">
            <Field
              label="Connect a number"
              placeholder="+16175006181"
              value={target}
              onChange={({ target: { value } }) => setTarget(value)}
              hint="A number, the SID of a number or application (PN…, AP…), or a SIP domain. What it had before is kept."
            />
          </div>
          <div className="pt-6">
            <Button type="submit" disabledBecause={target.trim() === '' ? 'Name a number first.' : waits}>
              {plan.isPending ? 'Asking Twilio…' : 'Show the difference'}
            </Button>
          </div>
        </form>
        <Outcome error={plan.ask.error} result={plan.result} onConfirm={confirm} disabledBecause={waits} />
        <Outcome error={change.ask.error} result={change.result} />
        <ConnectionList
          asked={connections}
          onDisconnect={(named) => look('disconnect', named)}
          disabledBecause={waits}
        />
      </Panel>
    </div>
  );
}

type OutcomeProps = {
  error: unknown;
  result: Connection | undefined;
  onConfirm?: (planned: Connection) => void;
  disabledBecause?: string | false;
};

/** What would be changed, or was. */
function Outcome({ error, result, onConfirm, disabledBecause }: OutcomeProps) {
  if (error)
    return (
      <div className="px-4 pb-3">
        <Failure error={error} />
      </div>
    );
  if (!result) return null;
  const { action, name, changes, kept, is_settled: isSettled, error: reason } = result;
  const words = action === 'connect' ? 'Connect' : 'Disconnect';
  return (
    <div role="status" data-outcome={action} className="flex flex-col items-start gap-2 border-t border-line px-4 py-3">
      {!isSettled && <Status tone="idle">Waiting for worker-reconcile</Status>}
      {reason !== null && <Status tone="bad">Not possible</Status>}
      {reason !== null && <p>{reason}</p>}
      {changes && <Changes changes={changes} />}
      {kept && kept.length > 0 && (
        <p className="text-muted">Left as it is, because another hand has changed it since: {kept.join(', ')}.</p>
      )}
      {changes?.length === 0 && <p className="text-muted">Nothing differs: nothing has to be changed.</p>}
      {changes && changes.length > 0 && onConfirm && (
        <Button kind="primary" disabledBecause={disabledBecause} onClick={() => onConfirm(result)}>
          {words} {name}
        </Button>
      )}
      {changes && changes.length > 0 && !onConfirm && (
        <Status tone="live">{action === 'connect' ? `Connected ${name}` : `Gave ${name} back what it had`}</Status>
      )}
    </div>
  );
}

const Changes = ({ changes }: { changes: NonNullable<Connection['changes']> }) => (
  <dl className="grid w-full gap-x-4 gap-y-1 sm:grid-cols-[12rem_minmax(0,1fr)]">
    {changes.map(({ parameter, before, after }) => (
      <div key={parameter} className="contents">
        <dt className="text-muted">{parameter}</dt>
        <dd className="min-w-0 break-all">
          <del className="text-muted">{before || 'none'}</del> <span aria-hidden="true">→</span>{' '}
          <ins className="font-semibold no-underline">{after || 'none'}</ins>
        </dd>
      </div>
    ))}
  </dl>
);
