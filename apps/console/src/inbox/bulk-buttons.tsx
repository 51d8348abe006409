import { lazy, Suspense, useState } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import type { OperationScope } from '../operations-progress/new-operation.ts';
import { isDiscard, KIND_WORDS, type OperationKind } from '../operations-progress/operation.ts';
import { Button } from '../parts/button.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';

const NewOperationDialog = lazy(async () => ({
  default: (await import('../operations-progress/new-operation-dialog.tsx')).NewOperationDialog,
}));

type Props = {
  kinds: readonly OperationKind[];
  filter: OperationScope['filter'];
  /** The filter leaves nothing out. */
  all?: boolean;
  /** Of one error: its first callback is done before the rest. */
  isGroup?: boolean;
};

/** Changes all callbacks of a filter as one operation. Shown to those who may; each opens a preview first. */
export function BulkButtons({ kinds, filter, all = false, isGroup = false }: Props) {
  const account = useAccount();
  const isStale = useIsStale();
  const [asking, setAsking] = useState<OperationKind | null>(null);
  if (!mayUse(account, 'operations.manage')) return null;
  const nameOf = (kind: OperationKind): string => {
    const { verb } = KIND_WORDS[kind];
    if (isGroup) return isDiscard(kind) ? `${verb}…` : `${verb}, one first…`;
    return all ? `${verb} all…` : `${verb} these…`;
  };
  return (
    <>
      {kinds.map((kind) => (
        <Button
          key={kind}
          isSmall={isGroup}
          kind={isGroup && !isDiscard(kind) ? 'primary' : 'ordinary'}
          disabledBecause={isStale && STALE_REASON}
          onClick={() => setAsking(kind)}
        >
          {nameOf(kind)}
        </Button>
      ))}
      {asking && (
        <Suspense>
          <NewOperationDialog scope={{ kind: asking, filter }} canary={1} onClose={() => setAsking(null)} />
        </Suspense>
      )}
    </>
  );
}
