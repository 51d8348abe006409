import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Elapsed } from '../parts/times/time.tsx';
import { Tile } from '../parts/tile.tsx';
import type { Floor } from './floor.ts';
import { NO_FILTERS, type LiveSearch } from './live-search.ts';
import { Age } from './commands/row-note.tsx';

type Figure = {
  name: string;
  value: string;
  note: ReactNode;
  alarm?: 'warn' | 'bad';
  /** What explains it: filters of this screen, or another screen. */
  search?: LiveSearch;
  to?: string;
};

/** The figures of the floor in the order of the screen and of the board. `still`: calls that are STILL RECORDING. */
export function figuresOf({ counts, thresholds }: Pick<Floor, 'counts' | 'thresholds'>, still: number): Figure[] {
  const { active, ringing, ended_calls: ended, open_gaps: gaps } = counts;
  const share = ended === 0 ? '–' : `${Math.round((counts.answered_calls / ended) * 100)} %`;
  return [
    {
      name: 'In progress',
      value: `${active}`,
      note: `of ${active + ringing} live`,
      search: { status: ['in-progress'] },
    },
    {
      name: `Waiting > ${thresholds.waiting_seconds} s`,
      value: `${counts.waiting_long}`,
      note:
        counts.waiting_since && counts.waiting_long > 0 ? (
          <>
            longest <Elapsed since={counts.waiting_since} />
          </>
        ) : (
          `of ${ringing} waiting`
        ),
      ...(counts.waiting_long > 0 && { alarm: 'warn' as const }),
      search: { only: 'waiting' },
    },
    {
      name: 'Recording',
      value: `${counts.recording}`,
      note: still > 0 ? `${still} STILL RECORDING` : `${counts.paused} paused`,
      ...(still > 0 && { alarm: 'bad' as const }),
      search: { only: 'recording' },
    },
    {
      name: 'Sirens',
      value: `${counts.open_sirens}`,
      note: sirenNote(counts),
      ...(counts.open_sirens > 0 && { alarm: counts.unanswered_since ? ('bad' as const) : ('warn' as const) }),
      to: '/sirens',
    },
    {
      name: `Answered, ${Math.round(thresholds.answered_share_seconds / 60)} min`,
      value: share,
      note: `${counts.answered_calls} of ${ended}`,
      to: '/calls',
    },
    ...(gaps === null
      ? []
      : [
          {
            name: 'Missing callbacks',
            value: `${gaps}`,
            note: `${counts.healed_today ?? 0} healed today`,
            ...(gaps > 0 && { alarm: 'warn' as const }),
            search: { only: 'gap' as const },
          },
        ]),
  ];
}

function sirenNote({ open_sirens: open, unanswered_since: since }: Floor['counts']): ReactNode {
  if (open === 0) return 'none is open';
  return since ? (
    <>
      unanswered, <Age since={since} />
    </>
  ) : (
    'a person responds'
  );
}

/** The figures, each a link to what explains it. */
export function FloorTiles({ floor, still }: { floor: Floor; still: number }) {
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      {figuresOf(floor, still).map(({ search, to, ...tile }) => (
        <li key={tile.name}>
          <Link
            to={to ?? '/live'}
            search={((before: object) => (search ? { ...before, ...NO_FILTERS, ...search } : {})) as never}
            className="block h-full rounded-lg"
          >
            <Tile {...tile} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
