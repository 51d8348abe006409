import { operationsSummary, series, seriesQuery } from '@trunkline/api-contract/metrics';
import type { Scoped } from '@trunkline/db/connection';
import { readLatest, readSeries } from '@trunkline/db/metrics';
import { listProcesses } from '@trunkline/db/processes';
import {
  planWindow,
  SERIES,
  SERIES_NAMES,
  stepsOf,
  TILES,
  TILE_NAMES,
  tileStateOf,
  toColumns,
  type SeriesName,
  type SeriesWindow,
} from '@trunkline/telephony/metrics';
import { processStateOf, type ProcessState } from '@trunkline/telephony/processes';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

const about = { tag: 'Health', method: 'get', permission: 'metrics.read' } as const;

export const metricRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'getMetricSeries',
      path: '/api/metrics/series',
      summary: 'Get time series',
      description:
        'Returns lowest, highest and last value of each step, as columns. 24 hours are kept at 10 seconds, 30 days at five minutes; a window that begins earlier than 24 hours ago is answered from the latter. At most 50,000 points.',
      query: seriesQuery,
      answers: { 200: series },
    },
    async ({ read, query: { name: names = SERIES_NAMES, from, to, step } }) => {
      const wanted = [...new Set(names)];
      const window = planWindow({ from, to, stepSeconds: step, series: wanted.length }, new Date());
      if ('fault' in window) throw new Problem('malformed_request', window.fault);
      const rows = await read((tx) => readSeries(tx, wanted, window));
      const columns = toColumns(rows, window, wanted);
      return {
        json: {
          from: inTime(window.from),
          to: inTime(window.to),
          step_seconds: window.step,
          times: timesOf(window),
          series: wanted.map((each) => ({ name: each, ...describe(each), ...columns.get(each)! })),
        },
      };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getOperationsSummary',
      path: '/api/operations-summary',
      summary: 'Get the figures of operations',
      description:
        'Returns the six figures of the Operations screen: each with its thresholds and state, what to do, the last hour by minute, and the request for the list that explains it; and what models cost today.',
      answers: { 200: operationsSummary },
    },
    async ({ read }) => {
      const window = planWindow({ series: 1, stepSeconds: 60 }, new Date()) as SeriesWindow;
      const shown = TILE_NAMES.map((name) => TILES[name].series);
      const { rows, latest, budget } = await read(async (tx) => ({
        rows: await readSeries(tx, shown, window),
        latest: await readLatest(tx),
        budget: await readModelBudget(tx),
      }));
      const columns = toColumns(rows, window, shown);
      const figure = (name: SeriesName) => ({ series: name, ...describe(name), value: latest.valueOf(name) });
      const tiles = TILE_NAMES.map((name) => {
        const { title, series: of, warnFrom, badFrom, remedy, runbook, list, ...more } = TILES[name];
        return {
          name,
          title,
          ...figure(of),
          state: tileStateOf(name, latest.valueOf(of)),
          warn_from: warnFrom,
          bad_from: badFrom,
          companion: 'companion' in more ? figure(more.companion) : null,
          points: columns.get(of)!.max,
          remedy,
          runbook,
          list,
        };
      });
      const models = { spent_usd: latest.valueOf('model_spend_usd'), daily_budget_usd: budget };
      return { json: { at: latest.at, times: timesOf(window), tiles, models } };
    },
  ),
];

/** What models may cost in a day, as a living worker-transcription says it; null without one, or without a model. */
async function readModelBudget(tx: Scoped): Promise<number | null> {
  const { now, processes } = await listProcesses(tx);
  const said = processes
    .filter((process) => process.app === 'worker-transcription' && isLiving(processStateOf(process, now)))
    .map(({ report }) => report['daily_budget_usd'])
    .find((budget) => typeof budget === 'number');
  return said ?? null;
}

const isLiving = (state: ProcessState): boolean => state !== 'silent' && state !== 'ended';

const describe = (name: SeriesName) => ({ unit: SERIES[name].unit, description: SERIES[name].description });
const inTime = (seconds: number): Date => new Date(seconds * 1000);
const timesOf = (window: SeriesWindow): number[] =>
  Array.from({ length: stepsOf(window) }, (_, n) => window.from + n * window.step);
