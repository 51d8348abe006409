import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { exactTime } from '../parts/times/times.ts';
import { CHART_HEIGHT, chartOptions, LINE_LOOKS } from './chart-options.ts';
import { figureInWords } from './figures.ts';

/** The values of a line, one for each time; null leaves a hole. */
export type ChartLine = { label: string; description: string; unit: string; values: readonly (number | null)[] };

type ChartProps = { title: string; times: readonly number[]; lines: readonly ChartLine[]; zone: string };

/**
 * Lines over time. The words above it say the values below the cursor, or the last ones, and the range to screen readers. Its
 * colours are read once: a change of theme needs another `key`.
 */
export function Chart({ title, times, lines, zone }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const plot = useRef<uPlot | null>(null);
  const unit = lines[0]?.unit ?? '';
  const count = lines.length;
  useEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    const options = chartOptions({ box: current, unit, count, zone, onCursor: setAt });
    const made = new uPlot(options, [[], ...Array.from({ length: count }, () => [])], current);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: CHART_HEIGHT }));
    observer.observe(current);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [unit, count, zone]);
  useEffect(() => {
    plot.current?.setData([[...times], ...lines.map(({ values }) => [...values])]);
  }, [times, lines]);
  const shownAt = at === null ? undefined : times[at];
  return (
    <figure className="flex min-w-0 flex-col gap-1 bg-raised px-4 py-3" data-chart={title}>
      <figcaption className="flex min-h-5 flex-wrap items-baseline gap-x-3">
        <span className="font-semibold">{title}</span>
        {lines.map(({ label, description, values }, n) => (
          <span key={label} title={description} className="inline-flex items-baseline gap-1 text-12 whitespace-nowrap">
            <Swatch n={n} />
            <span className="text-muted">{label}</span> {inWords(at === null ? lastOf(values) : values[at], unit)}
            <span className="only-read">{rangeInWords(values, unit)}</span>
          </span>
        ))}
        {shownAt !== undefined && (
          <span className="ml-auto text-11 text-muted">{exactTime(new Date(shownAt * 1000), zone)}</span>
        )}
      </figcaption>
      <div ref={box} aria-hidden="true" className="text-muted" style={{ height: CHART_HEIGHT }} />
    </figure>
  );
}

/** The line as it is drawn: its pattern tells it from others where colours do not. */
const Swatch = ({ n }: { n: number }) => (
  <svg viewBox="0 0 16 4" className={`h-1 w-4 self-center ${LINE_LOOKS[n]!.colour}`} aria-hidden="true">
    <path d="M0 2H16" stroke="currentColor" strokeWidth="2" strokeDasharray={LINE_LOOKS[n]!.dash.join(' ')} />
  </svg>
);

const inWords = (value: number | null | undefined, unit: string): string =>
  value == null ? '–' : figureInWords(value, unit);

const lastOf = (values: readonly (number | null)[]): number | null =>
  values.findLast((value) => value !== null) ?? null;

function rangeInWords(values: readonly (number | null)[], unit: string): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return ', nothing was measured';
  return `, from ${figureInWords(Math.min(...known), unit)} to ${figureInWords(Math.max(...known), unit)}`;
}
