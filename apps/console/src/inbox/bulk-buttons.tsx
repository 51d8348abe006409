import { mayUse, useAccount } from '../identity/account-context.ts';
import { useAskForOperation } from '../operations-progress/ask-for-operation.tsx';
import type { OperationScope } from '../operations-progress/new-operation.ts';
import { isDiscard, KIND_WORDS, type OperationKind } from '../operations-progress/operation.ts';
import { Button } from '../parts/button.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';

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
  const askForOperation = useAskForOperation();
  if (!mayUse(account, 'operations.manage')) return null;
  const nameOf = (kind: OperationKind): string => {
    const { verb } = KIND_WORDS[kind];
    if (isGroup) return isDiscard(kind) ? `${verb}…` : `${verb}, one first…`;
    return all ? `${verb} all…` : `${verb} these…`;
  };
  return kinds.map((kind) => (
    <Button
      key={kind}
      isSmall={isGroup}
      kind={isGroup && !isDiscard(kind) ? 'primary' : 'ordinary'}
      disabledBecause={isStale && STALE_REASON}
      onClick={() => askForOperation({ kind, filter })}
    >
      {nameOf(kind)}
    </Button>
  ));
}
