import uPlot from 'uplot';
import { dayInWords, timeOfDay } from '../parts/times/times.ts';
import { figureInWords } from './figures.ts';

export const CHART_HEIGHT = 112;
const DAY_S = 86_400;
/** Half a call has no line. */
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5].flatMap((zeros) => [1, 2, 5].map((first) => first * 10 ** zeros));
const FRACTIONAL: readonly string[] = ['ms', 's', '1/s', 'share', 'USD'];
const isCounted = (unit: string): boolean => !FRACTIONAL.includes(unit);
const FONT = '11px ui-sans-serif, system-ui, sans-serif';

/** Of the first, second and third line of a chart. */
export const LINE_LOOKS = [
  { colour: 'text-accent', token: '--accent', dash: [] },
  { colour: 'text-warn', token: '--warn', dash: [4, 3] },
  { colour: 'text-ai', token: '--ai', dash: [1, 2] },
] as const;

type Wanted = {
  box: HTMLElement;
  unit: string;
  /** Number of lines. */
  count: number;
  zone: string;
  /** The place below the cursor, of any chart; null without one. */
  onCursor: (index: number | null) => void;
};

/** A chart in the colours of the page, with a cursor that all charts share. A canvas does not follow a theme by itself. */
export function chartOptions({ box, unit, count, zone, onCursor }: Wanted): uPlot.Options {
  const style = getComputedStyle(box);
  const isForced = globalThis.matchMedia('(forced-colors: active)').matches;
  const colourOf = (token: string): string => (isForced ? style.color : style.getPropertyValue(token));
  const axis = { stroke: style.color, font: FONT, ticks: { show: false } } as const;
  const grid = { stroke: colourOf('--line'), width: 1 };
  return {
    width: box.clientWidth,
    height: CHART_HEIGHT,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'metrics' }, points: { size: 6 } },
    hooks: { setCursor: [({ cursor: { idx } }) => onCursor(idx ?? null)] },
    scales: { y: { range: (_plot, _lowest, highest) => [0, highest > 0 ? highest * 1.1 : 1] } },
    axes: [
      {
        ...axis,
        size: 24,
        space: 64,
        grid: { show: false },
        values: (plot, seconds) => seconds.map((each) => timeInAxis(each, plot.scales['x']!, zone)),
      },
      {
        ...axis,
        size: 56,
        space: 28,
        grid,
        ...(isCounted(unit) && { incrs: WHOLE_STEPS }),
        values: (_plot, values) => values.map((each) => figureInWords(each, unit)),
      },
    ],
    series: [
      {},
      ...LINE_LOOKS.slice(0, count).map(({ token, dash }) => ({
        stroke: colourOf(token),
        width: 1.5,
        dash: [...dash],
        points: { show: false },
      })),
    ],
  };
}

/** The time of day, or the day where the chart shows several. */
function timeInAxis(seconds: number, { min = 0, max = 0 }: { min?: number; max?: number }, zone: string): string {
  const at = new Date(seconds * 1000);
  return max - min > DAY_S * 1.5 ? dayInWords(at, zone) : timeOfDay(at, zone).slice(0, 5);
}
