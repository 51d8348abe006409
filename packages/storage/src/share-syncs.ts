type Sync = { hasBegun: boolean; done: Promise<void> };

/** Whoever asks for a sync of a path while one runs shares the next one with all others who do. */
export function shareSyncs(sync: (path: string) => Promise<void>): (path: string) => Promise<void> {
  const last = new Map<string, Sync>();
  return (path) => {
    const before = last.get(path);
    if (before && !before.hasBegun) return before.done;
    const next: Sync = { hasBegun: false, done: Promise.resolve() };
    next.done = (async () => {
      await before?.done.catch(() => {}); // those who asked for it are told
      next.hasBegun = true;
      await sync(path).finally(() => last.get(path) === next && last.delete(path));
    })();
    last.set(path, next);
    return next.done;
  };
}
