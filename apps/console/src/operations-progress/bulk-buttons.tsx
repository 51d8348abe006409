import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { useAskForOperation } from './ask-for-operation.tsx';
import type { OperationScope } from './new-operation.ts';
import { isDiscard, KIND_WORDS, type OperationKind } from './operation.ts';

type Props = {
  kinds: readonly OperationKind[];
  filter: OperationScope['filter'] | (() => OperationScope['filter']);
  /** The filter leaves nothing out. */
  all?: boolean;
  /** Of one error: its first callback is done before the rest. */
  isGroup?: boolean;
};

/** Changes all rows of a filter as one operation. Shown to those who may; each opens a preview first. */
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
      onClick={() => askForOperation({ kind, filter: typeof filter === 'function' ? filter() : filter })}
    >
      {nameOf(kind)}
    </Button>
  ));
}
