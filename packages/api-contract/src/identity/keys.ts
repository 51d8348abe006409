import { KEY_SCOPES } from '@trunkline/access';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { flag, paging, storedText, time } from '../http/request-values.ts';

/** An API key without its secret. */
export const apiKey = z
  .object({
    id: rowId,
    prefix: described(z.string(), 'First characters of the key, which identify it', 'trk_9f2c4b7a1d'),
    profile_id: described(z.guid(), 'UUID of the owner, whose role the key has', EXAMPLE_UUID),
    label: z.string(),
    scopes: z.array(z.string()),
    expires_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
    last_used_at: described(timestamp.nullable(), 'Last request with the key, to the minute'),
    created_at: timestamp,
  })
  .meta({ id: 'ApiKey' });

export const apiKeysPage = listOf(apiKey).meta({ id: 'ApiKeysPage' });

/** The only answer that contains the secret. */
export const createdApiKey = z
  .object({
    ...apiKey.shape,
    key: described(z.string(), 'The key. It is shown only in this answer; a digest of it is stored'),
  })
  .meta({ id: 'CreatedApiKey' });

export const apiKeysQuery = z.strictObject({
  profile_id: described(z.guid().optional(), 'Only keys of the user with this UUID', EXAMPLE_UUID),
  is_active: flag('Only keys that are valid, or only those that are not'),
  ...paging,
});

const scope = z
  .string()
  .refine((text) => KEY_SCOPES.has(text), { error: 'unknown scope; known are such as *, calls:* and calls:read' })
  .meta({ override: { enum: [...KEY_SCOPES] } });

export const apiKeyToCreate = z
  .strictObject({
    profile_id: described(z.guid(), 'UUID of the owner, whose role the key has', EXAMPLE_UUID),
    label: described(
      storedText(100),
      'Purpose of the key. Two keys may have one label, for rotation',
      'nightly export',
    ),
    scopes: described(
      z.array(scope).min(1).max(100).default(['*']),
      'What the key may do of what the role may do: everything, one resource, or one action on it',
      ['calls:read'],
    ),
    expires_at: described(time.nullable().optional(), 'When the key ends; null for never', '2027-01-31T14:00:00Z'),
  })
  .meta({ id: 'ApiKeyToCreate' });
