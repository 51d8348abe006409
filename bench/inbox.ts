/**
 * `npm run bench:inbox`: the lists and the search of the inbox with 10 thousand and with 3 million callbacks, each in turns
 * with the SQL of the same query. Prints how long each takes, and its rate as a share of that on the small tables.
 */
import { compareEndpoints, summaryOf } from './compare-endpoints.ts';
import { fillInboxForSearch } from './fill/fill-inbox.ts';
import { INBOX_ENDPOINTS } from './inbox-endpoints.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';

const options = readOptions('inbox', {
  small: [10_000, 'callbacks in the small database'],
  large: [3_000_000, 'callbacks in the large database'],
  rounds: [9, 'rounds per endpoint'],
  turnMs: [200, 'length of each turn, in milliseconds'],
});

const endpoints = INBOX_ENDPOINTS;
const results = await compareEndpoints('inbox', { ...options, fill: fillInboxForSearch, rows: 'callbacks', endpoints });
recordRun('inbox', options, results);
console.log(JSON.stringify({ bench: 'inbox', ...summaryOf(results) }));
