import { createContext, lazy, Suspense, use, useState, type ReactNode } from 'react';
import type { OperationScope } from './new-operation.ts';

const NewOperationDialog = lazy(async () => ({
  default: (await import('./new-operation-dialog.tsx')).NewOperationDialog,
}));

const AskForOperation = createContext<(scope: OperationScope) => void>(() => {});

/** Opens the dialog of a new operation. It stays open when the button that asked leaves the list. */
export const useAskForOperation = (): ((scope: OperationScope) => void) => use(AskForOperation);

/** Holds the dialog of new operations for the lists within. */
export function OperationDialogs({ children }: { children: ReactNode }) {
  const [scope, setScope] = useState<OperationScope | null>(null);
  return (
    <AskForOperation value={setScope}>
      {children}
      {scope && (
        <Suspense>
          <NewOperationDialog scope={scope} canary={1} onClose={() => setScope(null)} />
        </Suspense>
      )}
    </AskForOperation>
  );
}
