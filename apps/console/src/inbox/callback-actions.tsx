import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import type { CallbackRow } from './callback.ts';
import { DECISION_WORDS, decisionsOf, PERMISSION_OF_DECISION, useDecision, type Decision } from './decide-callback.ts';

const ReasonDialog = lazy(async () => ({ default: (await import('../parts/dialogs/reason-dialog.tsx')).ReasonDialog }));

const REPLAY = { keys: 'r', label: 'Replay the dead letter', group: 'Callback' } as const;

type Props = { callback: Pick<CallbackRow, 'id' | 'state'>; hasKey?: boolean };

/** What a person may decide about a callback that waits for one. A new state is a new set of buttons. */
export const CallbackActions = (props: Props) => (
  <Actions key={`${props.callback.id} ${props.callback.state}`} {...props} />
);

function Actions({ callback, hasKey = false }: Props) {
  const account = useAccount();
  const isStale = useIsStale();
  const [asking, setAsking] = useState<Exclude<Decision, 'replay'> | null>(null);
  const decide = useDecision(callback);
  const { mutate } = decide;
  const list = decisionsOf(callback.state);
  const offered = (list?.decisions ?? []).filter((each) => mayUse(account, PERMISSION_OF_DECISION[each]));
  const asked = decide.isPending ? decide.variables.decision : null;
  const disabledBecause = asked ? 'It was asked for.' : isStale && STALE_REASON;
  const mayReplay = offered.includes('replay') && !disabledBecause && !decide.isSuccess;
  const replay = useRef(() => {});
  useEffect(() => {
    replay.current = () => {
      if (mayReplay) mutate({ decision: 'replay' });
    };
  });
  useShortcuts(useMemo(() => (hasKey ? [{ ...REPLAY, run: () => replay.current() }] : []), [hasKey]));
  if (!list || offered.length === 0) return null;
  if (decide.isSuccess) return <Status tone="idle">{DECISION_WORDS[decide.variables.decision].done}</Status>;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {offered.map((decision) => (
        <Button
          key={decision}
          isSmall
          disabledBecause={disabledBecause}
          onClick={() => (decision === 'replay' ? mutate({ decision }) : setAsking(decision))}
        >
          {asked === decision
            ? DECISION_WORDS[decision].asked
            : `${DECISION_WORDS[decision].verb}${decision === 'replay' ? '' : '…'}`}
        </Button>
      ))}
      {decide.isError && !asking && (
        <span className="basis-full whitespace-normal">
          <Failure error={decide.error} />
        </span>
      )}
      {asking && (
        <Suspense>
          <ReasonDialog
            title={`${DECISION_WORDS[asking].verb} this ${list.noun}?`}
            confirm={DECISION_WORDS[asking].verb}
            isPending={decide.isPending}
            disabledBecause={isStale && STALE_REASON}
            error={decide.error}
            onConfirm={(reason) => mutate({ decision: asking, reason }, { onSuccess: () => setAsking(null) })}
            onClose={() => setAsking(null)}
          >
            {DECISION_WORDS[asking].effect}
          </ReasonDialog>
        </Suspense>
      )}
    </span>
  );
}
