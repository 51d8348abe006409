import { z } from 'zod';
import { timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

const count = (description: string, example: number) => described(z.int(), description, example);

/** The figures of the floor; also the payload of `floor.stats`. Times are instants, so that they change with events alone. */
export const floorCounts = z
  .object({
    active: count('Number of answered calls that have not ended', 42),
    ringing: count('Number of calls that are not answered yet', 7),
    waiting_long: count('Number of those that have waited longer than the threshold', 1),
    waiting_since: described(timestamp.nullable(), 'Since when the first of these has waited'),
    recording: count('Number of live calls that are recorded', 40),
    paused: count('Number of live calls whose recording is paused', 2),
    open_sirens: count('Number of sirens that are not closed', 1),
    unanswered_since: described(timestamp.nullable(), 'When the oldest siren was raised that is not acknowledged'),
    answered_calls: count('Number of answered calls among `ended_calls`', 93),
    ended_calls: count('Number of calls that ended within the time of the threshold', 117),
    open_gaps: described(z.int().nullable(), 'Number of missing callbacks, 10000 at most; for the staff', 0),
    healed_today: described(
      z.int().nullable(),
      'Number of missing callbacks healed since midnight in UTC, 10000 at most; for the staff',
      12,
    ),
  })
  .meta({ id: 'FloorCounts' });

/** What the figures are measured against. */
export const floorThresholds = z
  .object({
    waiting_seconds: described(z.int(), 'Seconds after which a call has waited too long', 30),
    siren_alert_seconds: described(z.int(), 'Seconds after which an unanswered siren is alerted again', 30),
    recording_confirm_seconds: described(z.int(), 'Seconds in which a pause or stop must be seen', 3),
    answered_share_seconds: described(z.int(), 'Seconds of which the share of answered calls is taken', 900),
    just_ended_seconds: described(z.int(), 'Seconds for which an ended call stays in the list', 15),
  })
  .meta({ id: 'FloorThresholds' });
