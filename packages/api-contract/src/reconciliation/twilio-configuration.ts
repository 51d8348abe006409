import { z } from 'zod';
import { described } from '../http/described.ts';

/** The settings of calls with masked secrets. */
export const twilioConfiguration = z
  .object({
    account_sid: described(z.string().nullable(), 'Masked; null if it is not set', 'AC27…7b10'),
    auth_token: described(z.string(), 'Always masked', '********'),
    phone_number: described(z.string().nullable(), 'Caller ID of outgoing calls', '+16175006181'),
    webhook_base_url: z.string(),
    webhook_urls: described(
      z.record(z.string(), z.string()),
      'URLs to set at Twilio, by purpose; `number_voice` and `number_status` are those of a phone number',
    ),
    whitelist: described(
      z.object({ is_on: z.boolean(), numbers: described(z.int().optional(), 'Number of allowed numbers') }),
      'Whether only the numbers of WHITELISTED_NUMBERS may be called',
    ),
    api_keys: described(z.array(z.string()), 'The keys of API_KEYS, masked'),
  })
  .meta({ id: 'TwilioConfiguration' });

/** The answer to a test of the webhooks' origin. */
export const webhookTest = z
  .object({
    status: z.literal('ok'),
    message: z.string(),
    webhook_base_url: described(z.string(), 'Origin of the webhooks', 'https://calls.example.com'),
  })
  .meta({ id: 'WebhookTest' });
