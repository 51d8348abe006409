type Sync = { hasBegun: boolean; done: Promise<void> };

/** Requests for a sync of a path that come while one runs share the next one. */
export function shareSyncs(sync: (path: string) => Promise<void>): (path: string) => Promise<void> {
  const last = new Map<string, Sync>();
  return (path) => {
    const before = last.get(path);
    if (before && !before.hasBegun) return before.done;
    const next: Sync = { hasBegun: false, done: Promise.resolve() };
    // oxlint-disable-next-line background-work/no-unowned-promise -- returned to every caller below
    next.done = (async () => {
      await before?.done.catch(() => {}); // its own callers get the error
      next.hasBegun = true;
      await sync(path).finally(() => last.get(path) === next && last.delete(path));
    })();
    last.set(path, next);
    return next.done;
  };
}
