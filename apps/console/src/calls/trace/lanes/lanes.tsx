import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { timeZoneOf } from '../../../preferences/preferences.ts';
import { usePreferences } from '../../../preferences/use-preferences.ts';
import { timeOfDay } from '../../../parts/times/times.ts';
import { laneRows, spanOf } from './lane-rows.ts';
import { LaneRow, ROW_HEIGHT } from './lane-row.tsx';
import { timeScale, type TimeScale } from './time-scale.ts';
import type { Trace } from '../trace-query.ts';

const AXIS_HEIGHT = 28;
const PADDING = 16;

/** The legs and recordings of a call as lanes by Twilio's clock, with each callback where it belongs. */
export function Lanes({
  trace,
  onlyFindings,
  selected,
  onSelect,
}: {
  trace: Trace;
  onlyFindings: boolean;
  selected: string | undefined;
  onSelect: (inboxId: string) => void;
}) {
  const [width, box] = useWidth();
  const rows = useMemo(() => laneRows(trace, onlyFindings), [trace, onlyFindings]);
  const [from, until] = useMemo(() => spanOf(trace), [trace]);
  const scale = useMemo(() => timeScale(from, until, Math.max(1, width - 2 * PADDING)), [from, until, width]);
  const height = AXIS_HEIGHT + rows.length * ROW_HEIGHT;
  return (
    <div className="grid grid-cols-[9.5rem_minmax(0,1fr)] max-sm:grid-cols-1">
      <div aria-hidden="true" className="max-sm:hidden" style={{ paddingTop: AXIS_HEIGHT }}>
        {rows.map(({ id, name, detail }) => (
          <div key={id} className="flex flex-col justify-center pl-4" style={{ height: ROW_HEIGHT }}>
            <span className="truncate font-semibold">{name}</span>
            <span className="truncate text-12 text-muted">{detail}</span>
          </div>
        ))}
      </div>
      <div ref={box} className="min-w-0">
        <svg width={width} height={height} role="group" aria-label="Timeline of the call" className="block">
          <g transform={`translate(${PADDING} 0)`}>
            <Axis scale={scale} height={height} />
            {rows.map((row, n) => (
              <g key={row.id} transform={`translate(0 ${AXIS_HEIGHT + n * ROW_HEIGHT})`}>
                <LaneRow row={row} scale={scale} selected={selected} onSelect={onSelect} />
              </g>
            ))}
          </g>
        </svg>
      </div>
    </div>
  );
}

function Axis({ scale, height }: { scale: TimeScale; height: number }) {
  const zone = timeZoneOf(usePreferences());
  return (
    <g aria-hidden="true">
      {scale.ticks.map(({ at, x }) => (
        <g key={at}>
          <line x1={x} x2={x} y1={AXIS_HEIGHT - 6} y2={height} className="stroke-line" />
          <text x={x} y={14} textAnchor="middle" className="fill-muted text-11">
            {timeOfDay(new Date(at), zone)}
          </text>
        </g>
      ))}
      {scale.breakX !== null && <path d={`M${scale.breakX - 4} 15l4-8m0 8l4-8`} className="stroke-faint" fill="none" />}
    </g>
  );
}

/** The width of an element, as it is now. */
function useWidth(): [number, React.RefObject<HTMLDivElement | null>] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [width, box];
}
