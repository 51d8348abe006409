import { z } from 'zod';

/** How calls are configured; secrets are masked. */
export const twilioDebug = z
  .object({
    account_sid: z.string().nullable(),
    auth_token: z.string(),
    phone_number: z.string().nullable(),
    webhook_base_url: z.string(),
    webhook_urls: z.record(z.string(), z.string()),
    whitelist: z.object({ is_on: z.boolean(), numbers: z.int().optional() }),
    api_keys: z.array(z.string()),
  })
  .meta({ id: 'TwilioDebug' });
