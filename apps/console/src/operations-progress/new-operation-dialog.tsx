import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../parts/dialogs/dialog.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Failure } from '../parts/states.tsx';
import { previewQuery, type OperationScope } from './new-operation.ts';
import { NewOperationForm, type Draft } from './new-operation-form.tsx';
import { isDiscard, KIND_WORDS } from './operation.ts';

const RATE = 50;
/** A discarded row costs nothing but its own update. */
const DISCARD_RATE = 1000;

type Props = {
  scope: OperationScope;
  /** How many of the oldest are done first. */
  canary: number;
  onClose: () => void;
};

/** Says what an operation would change, by the server's own count, and creates it for exactly these rows. */
export function NewOperationDialog({ scope, canary, onClose }: Props) {
  const { data, error, isPending, isFetching, refetch } = useQuery(previewQuery(scope));
  const [draft, setDraft] = useState<Draft>(
    isDiscard(scope.kind)
      ? { reason: '', rate: `${DISCARD_RATE}`, canary: '0' }
      : { reason: '', rate: `${RATE}`, canary: `${canary}` },
  );
  return (
    <Dialog isOpen onClose={onClose} title={KIND_WORDS[scope.kind].title}>
      <div className="flex flex-col gap-4 p-4">
        {isPending && <Skeleton label="Counting the rows" />}
        {error && <Failure error={error} onRetry={() => void refetch()} isRetrying={isFetching} />}
        {data?.items === 0 && <p data-state="nothing-found">No row matches now, so that there is nothing to do.</p>}
        {data && data.items > 0 && (
          <NewOperationForm
            key={data.preview} // what failed was said of the rows of before
            scope={scope}
            preview={data}
            draft={draft}
            onChange={setDraft}
            onCountAgain={() => void refetch()}
            onClose={onClose}
          />
        )}
      </div>
    </Dialog>
  );
}
