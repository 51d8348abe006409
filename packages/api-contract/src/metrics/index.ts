export { operationsSummary, series, seriesQuery } from './metrics.ts';
