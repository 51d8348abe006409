import { expect, test } from '@jest/globals';
import { openLogger } from './logger.ts';
import { metrics } from './metrics.ts';
import { outcomeReporter } from './outcomes.ts';

test('an outcome is logged at its level and counted by its label, and by the others', async () => {
  const report = outcomeReporter({
    counter: 'test_total',
    help: 'For a test',
    labels: ['kind'],
    label: 'result',
    event: 'test.',
    outcomes: {
      done: { level: 'debug', message: 'it is done' },
      lost: { level: 'error', message: 'it is lost', counted: 'given_up' },
    },
  });
  let text = '';
  const log = openLogger('test', 'info', { write: (line) => (text += line) });
  report(log, 'done', { attempt: 1 }, { kind: 'drop' });
  report(log, 'lost', { attempt: 2 }, { kind: 'drop' });
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([expect.objectContaining({ level: 'error', event: 'test.lost', attempt: 2, msg: 'it is lost' })]);
  const counted = await metrics.registry.getSingleMetricAsString('trunkline_test_total');
  expect(counted).toContain('trunkline_test_total{kind="drop",result="done"} 1');
  expect(counted).toContain('trunkline_test_total{kind="drop",result="given_up"} 1');
});

test('outcomes with one cause are all counted and logged once', async () => {
  const report = outcomeReporter({
    counter: 'cause_total',
    help: 'For a test',
    label: 'result',
    event: 'test.',
    oncePer: ['endpoint_id', 'reason'],
    outcomes: { lost: { level: 'error', message: 'it is lost' } },
  });
  const lines: string[] = [];
  const log = openLogger('test', 'info', { write: (line) => void lines.push(line) });
  for (let attempt = 0; attempt < 50; attempt++)
    for (const reason of ['answered 500', 'answered 404']) report(log, 'lost', { endpoint_id: '1', reason, attempt });
  expect(lines.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([
    'answered 500',
    'answered 404',
  ]);
  expect(await metrics.registry.getSingleMetricAsString('trunkline_cause_total')).toContain('{result="lost"} 100');
});
