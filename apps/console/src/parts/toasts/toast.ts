/** A confirmation that is shown for a few seconds. */
export type ToastText = { title: string; description?: string };

let waiting: readonly ToastText[] = [];
const listeners = new Set<() => void>();

/** Confirms what has happened. An error is shown where it happened, never in a toast alone. */
export function confirmToast(title: string, description?: string): void {
  setWaiting([...waiting, { title, ...(description && { description }) }]);
}

/** Toasts that are not shown yet. */
export const waitingToasts = (): readonly ToastText[] => waiting;

export function takeToasts(): readonly ToastText[] {
  const taken = waiting;
  if (taken.length > 0) setWaiting([]); // listeners take what waits, and are called again by that
  return taken;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setWaiting(texts: readonly ToastText[]): void {
  waiting = texts;
  for (const listener of listeners) listener();
}
