import { KEY_SCOPES } from '@trunkline/access';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { paging, storedText, time } from '../http/request-values.ts';

/** A key, without its secret. */
export const apiKey = z
  .object({
    id: rowId,
    prefix: z.string(),
    profile_id: z.guid(),
    label: z.string(),
    scopes: z.array(z.string()),
    expires_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
    last_used_at: timestamp.nullable().describe('to the minute'),
    created_at: timestamp,
  })
  .meta({ id: 'ApiKey' });

export const apiKeysPage = listOf(apiKey).meta({ id: 'ApiKeysPage' });

/** The one answer that has the secret. */
export const newApiKeyAnswer = z
  .object({ ...apiKey.shape, key: z.string().describe('shown this once; only its digest is kept') })
  .meta({ id: 'NewApiKey' });

export const apiKeysQuery = z.strictObject({
  profile_id: z.guid().optional(),
  is_active: z.stringbool().optional(),
  ...paging,
});

const scope = z
  .string()
  .refine((text) => KEY_SCOPES.has(text), { error: 'no such scope; such as *, calls:*, calls:read' });

export const apiKeyBody = z
  .strictObject({
    profile_id: z.guid().describe('whose role the key has'),
    label: storedText(100).describe('what it is for; two of one label may be active, for rotation'),
    scopes: z.array(scope).min(1).max(100).default(['*']),
    expires_at: time.nullable().optional(),
  })
  .meta({
    id: 'ApiKeyToCreate',
    example: { profile_id: '0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f', label: 'nightly export', scopes: ['calls:read'] },
  });
