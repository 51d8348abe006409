import { SERIES, SERIES_NAMES, TILE_NAMES, TILE_STATES } from '@trunkline/telephony/metrics';
import { z } from 'zod';
import { timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { anyOf, time } from '../http/request-values.ts';

const seriesName = z.enum(SERIES_NAMES);
const ALL = SERIES_NAMES.map((name) => `${name} (${SERIES[name].description}; ${SERIES[name].unit})`).join(', ');

export const seriesQuery = z.strictObject({
  name: anyOf(seriesName, `Names of series: ${ALL}. Default: all`, ['ack_p99_ms', 'queue_depth']),
  from: described(time.optional(), 'Begin, at most 30 days ago. Default: an hour before `to`', '2026-01-31T14:00:00Z'),
  to: described(time.optional(), 'End. Default: now', '2026-01-31T15:00:00Z'),
  step: described(
    z.coerce.number().int().min(10).max(86_400).optional(),
    'Seconds of one point: a multiple of 10, and of 300 where `from` is more than 24 hours ago. Default: 60 points',
    60,
  ),
});

const column = (what: string) =>
  described(z.array(z.number().nullable()), `${what} of each step; null where nothing was measured`, [12.3, null]);

export const series = z
  .object({
    from: timestamp,
    to: timestamp,
    step_seconds: described(z.int(), 'Seconds of one point', 60),
    times: described(z.array(z.int()), 'Begin of each step, in seconds since 1970', [1_769_868_000, 1_769_868_060]),
    series: z.array(
      z.object({
        name: seriesName,
        unit: z.string(),
        description: z.string(),
        min: column('Lowest value'),
        max: column('Highest value'),
        last: column('Last value'),
      }),
    ),
  })
  .meta({ id: 'MetricSeries', description: 'Time series as columns' });

const figure = {
  series: seriesName,
  unit: z.string(),
  description: z.string(),
  value: described(z.number().nullable(), 'The last value; null where the last minute has none', 4.2),
};

export const operationsSummary = z
  .object({
    at: described(timestamp.nullable(), 'When the values were measured'),
    times: described(z.array(z.int()), 'Begin of each minute of the last hour, in seconds since 1970', [1_769_868_000]),
    tiles: z.array(
      z.object({
        name: z.enum(TILE_NAMES),
        title: z.string(),
        ...figure,
        state: described(z.enum(TILE_STATES), 'By the thresholds; unknown where nothing was measured'),
        warn_from: described(z.number(), 'From this value on it is a warning', 250),
        bad_from: described(z.number(), 'From this value on it is bad', 500),
        companion: described(z.object(figure).nullable(), 'A second figure that belongs to it'),
        points: described(z.array(z.number().nullable()), 'Highest value of each minute', [3.9, 4.2]),
        remedy: described(z.string(), 'What to do where the state is warn or bad', 'Fix the cause, then replay them.'),
        runbook: described(z.string(), 'Page of the documents with more', 'docs/operations/ingest.md#dead-letters'),
        list: described(z.string(), 'Request that answers what the figure counts', '/api/gaps?state=open'),
      }),
    ),
    models: z
      .object({
        spent_usd: described(z.number().nullable(), 'Spent on models since the day began (UTC)', 0.42),
        daily_budget_usd: described(
          z.number().nullable(),
          'What they may cost in a day: DAILY_MODEL_BUDGET_USD of worker-transcription; null while no model is configured',
          10,
        ),
      })
      .meta({ id: 'ModelBudget' }),
  })
  .meta({ id: 'OperationsSummary', description: 'The six figures of the Operations screen, and the budget of models' });
