/**
 * `npm run bench:api`: lists and details of the API with 10 thousand and with 1 million calls, each in turns with the SQL
 * of the same query. Prints the rate of each endpoint as a share of the SQL's, and as a share of its own rate on the small
 * tables.
 */
import { ENDPOINTS } from './api-endpoints.ts';
import { compareEndpoints, summaryOf } from './compare-endpoints.ts';
import { fillCalls } from './fill/fill-calls.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';

const options = readOptions('api', {
  small: [10_000, 'calls in the small database'],
  large: [1_000_000, 'calls in the large database'],
  rounds: [9, 'rounds per endpoint'],
  turnMs: [200, 'length of each turn, in milliseconds'],
});

const results = await compareEndpoints('api', { ...options, fill: fillCalls, rows: 'calls', endpoints: ENDPOINTS });
recordRun('api', options, results);
console.log(JSON.stringify({ bench: 'api', ...summaryOf(results) }));
