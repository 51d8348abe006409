import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { subscribeToasts, waitingToasts } from './toast.ts';

const Toasts = lazy(async () => ({ default: (await import('./toasts.tsx')).Toasts }));

/** Where toasts appear, loaded with the first one; once, in the shell. */
export function ToastsOnDemand() {
  const isWaiting = useSyncExternalStore(subscribeToasts, waitingToasts).length > 0;
  const [isWanted, setWanted] = useState(false);
  if (isWaiting && !isWanted) setWanted(true);
  return isWanted ? (
    <Suspense>
      <Toasts />
    </Suspense>
  ) : null;
}
