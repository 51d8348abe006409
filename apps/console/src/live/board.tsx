import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';
import { pageConfig } from '../page-config.ts';
import { CallState } from '../calls/call-cells.tsx';
import { Tag } from '../parts/chip.tsx';
import { Status } from '../parts/status.tsx';
import { timeOfDay } from '../parts/times/times.ts';
import { TEXT_OF_TONE } from '../parts/tone.ts';
import { useNow } from '../parts/times/use-now.ts';
import { timeZoneOf } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { FreshnessIndicator } from '../stream/freshness-indicator.tsx';
import { isStillRecording, urgency } from './concerns.ts';
import { Party, RecordingState, StillRecordingBadge, Timer, With } from './floor-cells.tsx';
import { figuresOf } from './floor-tiles.tsx';
import type { Floor, FloorRow } from './floor.ts';
import { RowNote } from './commands/row-note.tsx';
import { StillRecording } from './still-recording.tsx';

const ROW_PX = 56;
const TEXT = 'text-[clamp(1.25rem,1.5vw,2rem)] leading-none';

/** Parts of a screen that is read from near are as large as the rest here. */
const ONE_SIZE =
  '[&_*]:text-[1em] [&_*]:leading-none [&_[data-tag]]:h-auto [&_[data-tag]]:py-0.5 [&_[data-still-recording]]:h-auto [&_[data-still-recording]]:py-1 [&_svg]:size-[0.8em]';

type BoardProps = { floor: Floor & { skewMs: number }; rows: readonly FloorRow[] };

/** The floor for a TV: big figures, and as many calls as fit, those that need a person first. Nothing scrolls. */
export function Board({ floor, rows }: BoardProps) {
  const now = useNow(1000) + floor.skewMs;
  const list = useRef<HTMLOListElement>(null);
  const fitting = useFitting(list);
  const sorted = rows.toSorted(
    (a, b) => urgency(b, floor.thresholds, now) - urgency(a, floor.thresholds, now), // stable: the latest first
  );
  const hidden = sorted.length - fitting;
  return (
    <div
      data-board
      className="flex h-[calc(100vh-var(--top-height,0px))] flex-col gap-[1.5vh] overflow-hidden px-[2vw] py-[2vh]"
    >
      <header className={`flex flex-wrap items-center gap-x-6 gap-y-2 ${TEXT}`}>
        <h1 className="text-[1em]">Live floor</h1>
        {pageConfig.badge && <Tag>{pageConfig.badge}</Tag>}
        <span className="ml-auto inline-flex items-center gap-6">
          <FreshnessIndicator />
          <Clock />
          <Link
            to="/live"
            search={((search: object) => ({ ...search, board: undefined })) as never}
            className="inline-flex min-h-6 items-center text-13 text-muted hover:underline"
          >
            Leave the board
          </Link>
        </span>
      </header>
      <StillRecording rows={rows} isBoard />
      <ul className="grid grid-cols-2 gap-[1vw] sm:grid-cols-3 lg:grid-cols-6">
        {figuresOf(floor, rows.filter(isStillRecording).length).map(({ name, value, note, alarm }) => (
          <li
            key={name}
            data-frame
            className={`flex flex-col gap-1 rounded-lg border px-[1.2vw] py-[1.2vh] ${alarm === 'bad' ? 'border-bad bg-bad-soft' : alarm === 'warn' ? 'border-warn bg-warn-soft' : 'border-line bg-raised'}`}
          >
            <h2 className="text-[clamp(1.25rem,1.2vw,1.5rem)] leading-tight text-muted">{name}</h2>
            <p className="text-[clamp(2.5rem,4vw,6rem)] leading-none font-semibold tracking-tight whitespace-nowrap">
              {value}
            </p>
            <p className="text-[clamp(1.25rem,1.2vw,1.5rem)] leading-tight [&_time]:text-[1em]">
              {alarm ? (
                <span className={`font-semibold ${TEXT_OF_TONE[alarm]}`}>{note}</span>
              ) : (
                <span className="text-muted">{note}</span>
              )}
            </p>
          </li>
        ))}
      </ul>
      <ol ref={list} aria-label="Live calls" className={`min-h-0 grow overflow-hidden ${TEXT} ${ONE_SIZE}`}>
        {sorted.slice(0, hidden > 0 ? Math.max(0, fitting - 1) : fitting).map((row) => (
          <BoardRow key={row.id} row={row} floor={floor} />
        ))}
        {hidden > 0 && (
          <li className="flex items-center text-muted" style={{ height: ROW_PX }}>
            and {hidden + 1} more calls
          </li>
        )}
        {sorted.length === 0 && (
          <li className="flex items-center text-muted" style={{ height: ROW_PX }}>
            <Status tone="idle">No call is live</Status>
          </li>
        )}
      </ol>
    </div>
  );
}

function BoardRow({ row, floor }: { row: FloorRow; floor: BoardProps['floor'] }) {
  const isAlarm = row.siren?.status === 'active' || isStillRecording(row);
  return (
    <li
      data-frame
      className={`grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-[1.5vw] overflow-hidden rounded border-b border-line px-[1vw] whitespace-nowrap md:grid-cols-[12em_minmax(0,1.4fr)_minmax(0,0.8fr)_9em_minmax(0,1fr)] ${isAlarm ? 'bg-bad-soft' : ''} ${row.is_final ? 'text-faint line-through' : ''}`}
      style={{ height: ROW_PX }}
    >
      <span className="max-md:hidden">
        <CallState status={row.status} />
      </span>
      <span className="truncate">
        <Party row={row} isLink={false} />
      </span>
      <span className="truncate max-md:hidden">
        <With row={row} />
      </span>
      <span className="text-right">
        <Timer row={row} thresholds={floor.thresholds} skewMs={floor.skewMs} />
      </span>
      <span className="inline-flex items-center gap-3 truncate max-md:hidden">
        {isStillRecording(row) ? <StillRecordingBadge /> : !row.siren && <RecordingState row={row} />}
        <RowNote row={row} isForBoard />
      </span>
    </li>
  );
}

const Clock = () => {
  const zone = timeZoneOf(usePreferences());
  return <span className="font-mono">{timeOfDay(new Date(useNow(1000)), zone)}</span>;
};

/** How many rows of the board fit into the list. */
function useFitting(list: { current: HTMLElement | null }): number {
  const [count, setCount] = useState(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setCount(Math.max(1, Math.floor(element.clientHeight / ROW_PX))));
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);
  return count;
}
