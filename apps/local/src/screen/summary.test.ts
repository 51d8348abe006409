import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Figures } from './figures.ts';
import { summaryBlock, summaryLine } from './summary.ts';

const figures: Figures = {
  calls: 1234,
  callbacksSent: 4936,
  acknowledged: 4935,
  stored: 4500,
  applied: 4499,
  duplicates: 435,
  reordered: 20,
  deadLetters: 0,
  missing: 57,
  healed: 56,
  ackMs: { p50: 2.34, p99: 17.6 },
  diskMb: 1250,
};

test('the block shows every figure and every address', () => {
  const block = stripVTControlCharacters(summaryBlock(figures, [['Queues', 'http://127.0.0.1:4001/admin/queues']], []));
  const shown = ['1,234', '4,936', '4,935', '4,500', '4,499', '435', '20', '57', '56', '2.3 ms', '18 ms', '1,250 MB'];
  for (const text of [...shown, 'http://127.0.0.1:4001/admin/queues', 'all healthy']) expect(block).toContain(text);
  expect(block).toMatch(/Dead letters +0\n/);
});

test('a process that does not answer is named', () => {
  expect(stripVTControlCharacters(summaryBlock(figures, [], ['api', 'ingest']))).toContain(
    'not answering: api, ingest',
  );
  expect(summaryLine(figures, ['api'])).toMatch(/; not answering: api$/);
});

test('an unknown figure is a dash, not a zero', () => {
  const unknown = Object.fromEntries(Object.keys(figures).map((name) => [name, undefined])) as unknown as Figures;
  expect(summaryLine(unknown, [])).toBe(
    'calls -, callbacks sent -, acknowledged -, stored -, applied -, duplicates -, reordered -, dead letters -, missing -, healed -, ack p50 -, ack p99 -, disk -',
  );
});
