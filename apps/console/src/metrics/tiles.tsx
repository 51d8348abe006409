import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Remedy } from '../parts/remedy.tsx';
import { Answered } from '../parts/states.tsx';
import { Tile } from '../parts/tile.tsx';
import { figureInWords } from './figures.ts';
import { summaryQuery, type TileFigure } from './metrics-query.ts';

const GRID = 'grid gap-3 sm:grid-cols-2 lg:grid-cols-3';

/** Six figures that say whether the system keeps up, each a link to the list that explains it. */
export function Tiles() {
  const asked = useQuery(summaryQuery);
  const { data, isPending } = asked;
  if (isPending) return <TilesSkeleton />;
  const tiles = data && (
    <div className={GRID}>
      {data.tiles.map((tile) => (
        <FigureTile key={tile.name} tile={tile} />
      ))}
    </div>
  );
  return <Answered by={asked}>{tiles}</Answered>;
}

function FigureTile({ tile }: { tile: TileFigure }) {
  const { name, title, value, unit, state, companion, points, warn_from, remedy, runbook } = tile;
  const isAlarm = state === 'warn' || state === 'bad';
  const also = companion?.value != null && `${figureInWords(companion.value, companion.unit)}${NOUNS[name] ?? ''}`;
  const limit = `warns from ${figureInWords(warn_from, unit)}`;
  return (
    <Link {...LISTS[name]} data-tile={name} data-tile-state={state} className="rounded-lg">
      <Tile
        name={title}
        value={value === null ? 'Unknown' : figureInWords(value, unit)}
        note={value === null ? 'not measured in the last minute' : [also, limit].filter(Boolean).join(' · ')}
        series={points}
        threshold={warn_from}
        {...(isAlarm && { alarm: state })}
      >
        {isAlarm && (
          <div className="mt-2 border-t border-line pt-2">
            <Remedy remedy={remedy} runbook={runbook} />
          </div>
        )}
      </Tile>
    </Link>
  );
}

/** What a companion counts, where its unit does not say it. */
const NOUNS: Partial<Record<TileFigure['name'], string>> = {
  ingest_ack: ' callbacks',
  oldest_unprocessed: ' not applied',
  stream: ' clients',
  twilio: ' requests',
};

/** Where the list is that explains a figure. */
const LISTS: Readonly<Record<TileFigure['name'], { to: string; search: never }>> = {
  ingest_ack: { to: '/ops', search: { app: ['ingest'] } as never },
  oldest_unprocessed: { to: '/inbox', search: { state: ['pending', 'failed'] } as never },
  dead_letters: { to: '/inbox/dead-letters', search: {} as never },
  gaps: { to: '/ops', search: { tab: 'reconciliation' } as never },
  stream: { to: '/ops', search: { app: ['api'] } as never },
  twilio: { to: '/ops', search: { app: ['worker-reconcile', 'worker-dialer'] } as never },
};

const TilesSkeleton = () => (
  <div role="status" data-state="loading" className={GRID}>
    <span className="only-read">Loading the figures</span>
    {Object.keys(LISTS).map((name) => (
      <div key={name} className="flex h-24 flex-col gap-3 rounded-lg border border-line bg-raised px-3.5 py-3">
        <div className="skeleton h-3 w-24" />
        <div className="skeleton h-6 w-20" />
        <div className="skeleton h-3 w-40" />
      </div>
    ))}
  </div>
);
