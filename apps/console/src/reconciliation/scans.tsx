import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../http/request.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { Time } from '../parts/times/time.tsx';
import type { Tone } from '../parts/tone.ts';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { isOpenRun, type SyncRun } from './reconciliation-query.ts';
import { StartScan } from './start-scan.tsx';

/** Scans of Twilio's lists: the last five, with the progress of one that runs. */
export function Scans({ runs }: { runs: readonly SyncRun[] }) {
  const maySync = mayUse(useAccount(), 'reconciliation.sync');
  return (
    <Panel title="Scans of Twilio’s lists" end={maySync && <StartScan />}>
      {runs.length === 0 ? (
        <p data-state="first-run" className="px-4 py-3 text-muted">
          No scan yet. The daily one begins by itself; one by hand imports what is missing of the last hour or three
          days.
        </p>
      ) : (
        <ul>
          {runs.map((run) => (
            <Scan key={run.id} run={run} mayCancel={maySync} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const STATES: Readonly<Record<SyncRun['state'], { words: string; tone: Tone }>> = {
  queued: { words: 'Queued', tone: 'ring' },
  running: { words: 'Running', tone: 'ring' },
  completed: { words: 'Completed', tone: 'live' },
  failed: { words: 'Failed', tone: 'bad' },
  canceled: { words: 'Canceled', tone: 'idle' },
};

type Progressed = { daysDone?: number; daysTotal?: number; days_done?: number; days_total?: number };

function Scan({ run, mayCancel }: { run: SyncRun; mayCancel: boolean }) {
  const { kind, since, until, state, synced, skipped, total, error, created_at } = run;
  const progress = run.progress as Progressed;
  const done = progress.days_done ?? progress.daysDone ?? 0;
  const days = progress.days_total ?? progress.daysTotal ?? 0;
  return (
    <li data-scan={state} className="flex flex-col gap-1.5 border-b border-line px-4 py-2 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status tone={STATES[state].tone}>{STATES[state].words}</Status>
        <span>
          {kind === 'cold' ? 'Daily' : 'By hand'}, <Time at={created_at} />
        </span>
        <span className="text-muted">
          of <Time at={since} /> to <Time at={until} />
        </span>
        <span className="ml-auto text-muted">
          {total} listed, {synced} new{skipped > 0 && `, ${skipped} left out`}
        </span>
        {isOpenRun(run) && mayCancel && <CancelScan run={run} />}
      </div>
      {isOpenRun(run) && (
        <div className="flex items-center gap-3">
          <div className="grow">
            <Progress label="Days scanned" total={days || 1} parts={[{ count: done, tone: 'ring' }]} />
          </div>
          <span className="text-12 text-muted">{days > 0 ? `${done} of ${days} days` : 'begins'}</span>
        </div>
      )}
      {error !== null && (
        <p className="text-bad">
          {error} <span className="text-text">What was imported stays. Remove the cause and start it again.</span>
        </p>
      )}
    </li>
  );
}

function CancelScan({ run: { id, cancel_requested: isCanceling } }: { run: SyncRun }) {
  const client = useQueryClient();
  const isStale = useIsStale();
  const cancel = useMutation({
    mutationFn: () => request(`/api/sync/runs/${id}/cancel`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['reconciliation'] }),
  });
  const isAsked = cancel.isPending || isCanceling;
  return (
    <>
      <Button
        isSmall
        onClick={() => cancel.mutate()}
        disabledBecause={isAsked ? 'It ends after the page that it reads.' : isStale && STALE_REASON}
      >
        {isAsked ? 'Canceling…' : 'Cancel'}
      </Button>
      {cancel.isError && <Failure error={cancel.error} />}
    </>
  );
}
