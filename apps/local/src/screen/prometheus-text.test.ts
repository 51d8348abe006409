import { expect, test } from '@jest/globals';
import { parseMetrics, quantileOf, sumOf } from './prometheus-text.ts';

const text = `# HELP stored_total Callbacks stored
# TYPE stored_total counter
stored_total{kind="call-status"} 40
stored_total{kind="recording"} 2
stored_total_created 1.7e9
ack_bucket{le="0.001"} 10
ack_bucket{le="0.01"} 90
ack_bucket{le="+Inf"} 100
ack_sum 1.5
ack_count 100
`;
const metrics = parseMetrics(text);

test('a counter is summed over its labels, and only over its own', () => {
  expect(sumOf(metrics, 'stored_total')).toBe(42);
  expect(sumOf(metrics, 'unknown_total')).toBe(0);
});

test('a quantile is interpolated within its bucket', () => {
  expect(quantileOf(metrics, 'ack', 0.5)).toBeCloseTo(0.0055);
  expect(quantileOf(metrics, 'ack', 0.1)).toBeCloseTo(0.001);
});

test('a quantile above the last finite bucket is its bound, and an empty histogram has none', () => {
  expect(quantileOf(metrics, 'ack', 0.99)).toBe(0.01);
  expect(quantileOf(metrics, 'unknown_total', 0.5)).toBeUndefined();
  expect(quantileOf(parseMetrics('ack_bucket{le="+Inf"} 0'), 'ack', 0.5)).toBeUndefined();
});

test('a histogram with other labels is summed bucket by bucket', () => {
  const labelled = parseMetrics(
    ['a', 'b']
      .flatMap((path) => [`ack_bucket{path="${path}",le="1"} 5`, `ack_bucket{path="${path}",le="2"} 10`])
      .join('\n'),
  );
  expect(quantileOf(labelled, 'ack', 0.75)).toBeCloseTo(1.5);
});
