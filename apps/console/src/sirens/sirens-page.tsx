import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Announcer } from '../parts/announcer.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { relativeTime } from '../parts/times/times.ts';
import { useNow } from '../parts/times/use-now.ts';
import { useRowKeys } from '../lists/use-row-keys.ts';
import { OpenSiren } from './open-siren.tsx';
import { openSirensQuery, type Siren } from './open-sirens.ts';
import type { Closing } from './resolution-dialog.tsx';
import { SirenHistory } from './siren-history.tsx';
import { latestSirenQuery } from './siren-history-query.ts';
import type { SirensSearch } from './sirens-search.ts';
import { SoundSettings } from './sound/sound-settings.tsx';

const route = getRouteApi('/shell/sirens');
const ResolutionDialog = lazy(async () => ({ default: (await import('./resolution-dialog.tsx')).ResolutionDialog }));
const NONE: readonly Siren[] = [];

/** Sirens that need a person, as cards, and the history of those that were closed. */
export function SirensPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const goTo = useNavigate();
  const query = useQuery(openSirensQuery);
  const open = query.data ?? NONE;
  const [closing, setClosing] = useState<{ siren: Siren; as: Closing } | null>(null);
  const change = (next: SirensSearch): void => void navigate({ search: { ...search, ...next }, replace: true });
  const selected = open.find(({ id }) => id === search.siren);
  useRowKeys({
    rows: open,
    idOf: ({ id }) => id,
    selectedId: search.siren ?? null,
    onSelect: ({ id }) => focusCard(id),
    onOpen: ({ call, call_sid, call_id }) => {
      if (call) void goTo({ to: '/calls/$call', params: { call: call_sid ?? call_id } });
    },
  });
  const selectedId = selected?.id;
  useEffect(() => {
    if (selectedId)
      document.querySelector(`[data-siren="${CSS.escape(selectedId)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);
  const cards =
    open.length === 0 ? (
      <NoneOpen />
    ) : (
      <ul aria-label="Open sirens" className="grid gap-4 xl:grid-cols-2">
        {open.map((siren) => (
          <OpenSiren
            key={siren.id}
            siren={siren}
            isSelected={siren.id === selectedId}
            onSelect={() => siren.id !== search.siren && change({ siren: siren.id })}
            onClosing={(as) => setClosing({ siren, as })}
          />
        ))}
      </ul>
    );
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <h1 className="text-20">Sirens</h1>
        <SoundSettings />
      </div>
      {query.isPending ? <Skeleton label="Loading the open sirens" /> : <Answered by={query}>{cards}</Answered>}
      <SirenHistory search={search} onChange={change} />
      <Announcer summary={query.data ? `${open.length} sirens are open` : ''} />
      <Suspense>
        {closing && <ResolutionDialog siren={closing.siren} closing={closing.as} onClose={() => setClosing(null)} />}
      </Suspense>
    </div>
  );
}

const focusCard = (id: string): void =>
  document.querySelector<HTMLElement>(`[data-siren="${CSS.escape(id)}"]`)?.focus();

/** No siren is open: when the last one was, or how one comes to be. */
function NoneOpen() {
  const { data } = useQuery(latestSirenQuery);
  const now = new Date(useNow(60_000));
  const [last] = data?.data ?? [];
  return (
    <p data-state="none-open" className="text-16">
      <Status tone="live">No open sirens.</Status>{' '}
      {data &&
        (last ? (
          <span className="text-muted">The last one was raised {relativeTime(new Date(last.raised_at), now)}.</span>
        ) : (
          <span className="text-muted">
            None was ever raised. A siren is raised from a live call, and is shown here and above every screen.
          </span>
        ))}
    </p>
  );
}
