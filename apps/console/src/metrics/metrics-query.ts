import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { operationsSummary, series } from '@trunkline/api-contract/metrics';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';
import { chartWindow, type ChartWindow } from './chart-window.ts';

type OperationsSummary = output<typeof operationsSummary>;
export type TileFigure = OperationsSummary['tiles'][number];
export type MetricSeries = output<typeof series>;
export type SeriesName = MetricSeries['series'][number]['name'];

/** Figures are measured every 10 s, and no event tells of them. */
const MEASURED_EVERY_MS = 10_000;

/** The six figures with their last hour, and what models cost today. */
export const summaryQuery = queryOptions({
  queryKey: ['operations-summary'],
  queryFn: ({ signal }) => request<OperationsSummary>('/api/operations-summary', { signal }),
  refetchInterval: MEASURED_EVERY_MS,
});

/** All series of a window in one answer. */
export function seriesQuery(window: ChartWindow | undefined) {
  const { seconds, step, rereadEvery } = chartWindow(window);
  return queryOptions({
    queryKey: ['metric-series', seconds],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - seconds * 1000).toISOString();
      return request<MetricSeries>(withQuery('/api/metrics/series', { from, step }), { signal });
    },
    refetchInterval: rereadEvery * 1000,
    placeholderData: keepPreviousData,
  });
}
