import type { inboxDetail, inboxPage } from '@trunkline/api-contract/inbox';
import { setTimeout as delay } from 'node:timers/promises';
import type { output } from 'zod';
import type { Api } from '../api/open-api.ts';

type Row = output<typeof inboxPage>['data'][number];
type Page = output<typeof inboxPage>;
export type Callback = output<typeof inboxDetail>;

/** Counted for the last line. */
export type Counts = { seen: number; forwarded: number; failed: number };

const LOOK_EVERY_MS = 1000;
const PAGE_SIZE = 50;
/** A burst is read so far back; what is older is counted and not shown. */
const MAX_PAGES = 20;
const MAX_SEEN = 5000;

export type Watching = {
  api: Api;
  signal: AbortSignal;
  /** Only these, in parameters of the list. */
  filter: Readonly<Record<string, string>>;
  /** A callback that was not seen before, oldest first. */
  onNew: (callback: Callback) => void | Promise<void>;
  /** One of the latest is in another state now. */
  onChange?: (id: string, state: string) => void;
  /** Callbacks that came faster than they could be shown. */
  onSkipped: (count: number) => void;
};

/** Passes on every callback that is received from now on, until the signal aborts. */
export async function watchCallbacks(watching: Watching): Promise<void> {
  const { api, signal, filter, onNew, onChange, onSkipped } = watching;
  const since = new Date();
  const states = new Map<string, string>();

  async function listNew(): Promise<{ rows: Row[]; isCut: boolean }> {
    const rows: Row[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const query = { ...filter, received_after: since.toISOString(), counts: false, limit: PAGE_SIZE, cursor };
      const { data, page } = await api.get<Page>('/api/inbox', query);
      for (const { id, state } of data)
        if (states.has(id) && states.get(id) !== state) {
          states.set(id, state);
          onChange?.(id, state);
        }
      const fresh = data.filter(({ id }) => !states.has(id));
      rows.push(...fresh);
      if (fresh.length < data.length || page.next_cursor === null) return { rows, isCut: false };
      cursor = page.next_cursor;
    }
    return { rows, isCut: true };
  }

  for (; !signal.aborted; await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})) {
    const { rows, isCut } = await listNew();
    if (isCut) onSkipped(rows.length);
    for (const { id, state } of rows.toReversed()) {
      states.set(id, state);
      if (isCut || signal.aborted) continue;
      await onNew(await api.get<Callback>(`/api/inbox/${id}`));
    }
    for (const id of states.keys()) if (states.size > MAX_SEEN) states.delete(id);
  }
}
