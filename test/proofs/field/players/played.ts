/** What came of a case so far; with `isSettled` nothing more will come of it. */
export type Observe = () => Promise<Record<string, unknown>>;

/** A case that is played, with what it opened. */
export type Played = AsyncDisposable & { observe: Observe };
