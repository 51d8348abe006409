import { z } from 'zod';
import { listedCall } from '../calls/list-calls.ts';
import { timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { floorCounts, floorThresholds } from './floor.ts';

export const floor = z
  .object({
    data: described(z.array(listedCall), 'Live calls and those that have just ended, the latest start first'),
    limited: described(z.boolean(), 'True if there are more live calls than the 500 that are listed; all are counted'),
    counts: floorCounts,
    thresholds: floorThresholds,
    as_of: described(timestamp, 'When this was read'),
  })
  .meta({ id: 'Floor', description: 'The calls of this moment' });
