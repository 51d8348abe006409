/**
 * `npm run field`: facts of public reports, each a line of `cases/*.jsonl`, go through the whole product: what Twilio, its
 * REST API, its media servers, model servers, receivers of webhooks and databases really do. Prints what came out wrong, and
 * right and wrong per kind. Exit code 1: something is wrong.
 */
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import { readCorpus } from './case.ts';
import { runCorpus } from './run-corpus.ts';

const options = readOptions('field', { only: ['', 'the id of one case, or the name of one kind'] });

const corpus = readCorpus();
const chosen = corpus.filter(({ id, kind }) => options.only === '' || id === options.only || kind === options.only);
if (chosen.length === 0) {
  const kinds = [...new Set(corpus.map(({ kind }) => kind))].join(', ');
  console.error(`There is no case and no kind named ${options.only}. The kinds are: ${kinds}.`);
  process.exit(2);
}

const began = performance.now();
const results = await runCorpus(chosen, ({ field, difference }) => {
  const { kind, id, about = '', source } = field;
  if (difference !== null) console.log(`WRONG ${kind} ${id}\n  ${difference}\n  ${about} ${source}`);
});
const wrong = results.filter(({ difference }) => difference !== null);
const byKind = Map.groupBy(results, ({ field }) => field.kind);
const rows = [...byKind].map(([kind, ofKind]) => {
  const right = ofKind.filter(({ difference }) => difference === null).length;
  const seconds = Math.round(ofKind.reduce((sum, one) => sum + one.seconds, 0));
  return { kind, right, wrong: ofKind.length - right, seconds };
});
console.table(rows.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)));
const result = {
  bench: 'field',
  inputs: results.length,
  kinds: byKind.size,
  wrong: wrong.length,
  seconds: Math.round((performance.now() - began) / 1000),
};
recordRun('field', options, [result]);
console.log(JSON.stringify(result));
process.exitCode = wrong.length === 0 ? 0 : 1;
