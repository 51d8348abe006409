/** How far back the charts go: begin, step of a point and how often they are read again, in seconds. */
const WINDOWS = {
  '1h': { words: 'Last hour', seconds: 3600, step: 30, rereadEvery: 30 },
  '6h': { words: 'Last 6 h', seconds: 21_600, step: 120, rereadEvery: 60 },
  '24h': { words: 'Last 24 h', seconds: 86_400, step: 600, rereadEvery: 300 },
  '7d': { words: 'Last 7 days', seconds: 604_800, step: 3600, rereadEvery: 600 },
  '30d': { words: 'Last 30 days', seconds: 2_592_000, step: 14_400, rereadEvery: 600 },
} as const;

export type ChartWindow = keyof typeof WINDOWS;
export const CHART_WINDOWS = Object.keys(WINDOWS) as ChartWindow[];
export const DEFAULT_CHART_WINDOW: ChartWindow = '1h';
export const chartWindow = (window: ChartWindow = DEFAULT_CHART_WINDOW) => WINDOWS[window];
