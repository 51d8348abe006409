import { z } from 'zod';
import { timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

const session = z
  .object({
    id: described(z.string(), 'Names the session; it is no credential', '5f0c9d1e7a3b48c2a6e4d0f1b2c3d4e5'),
    is_current: described(z.boolean(), 'True for the session of this request'),
    created_at: described(timestamp, 'When the person logged in'),
    last_seen_at: described(timestamp, 'Last request, to the minute; 30 minutes later the session ends'),
    expires_at: described(timestamp, 'When the session ends at the latest'),
  })
  .meta({ id: 'Session', description: 'A browser in which a person is logged in' });

/** All sessions of a person: there are few, so that the list has no pages. */
export const sessionList = z.object({ data: z.array(session) }).meta({ id: 'SessionList' });

export const sessionParam = described(z.string(), 'Id of the session', '5f0c9d1e7a3b48c2a6e4d0f1b2c3d4e5');
