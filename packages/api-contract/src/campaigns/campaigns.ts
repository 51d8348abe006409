import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { LANGUAGES } from '../interviews/interview-templates.ts';
import { paging, storedText } from '../http/request-values.ts';

export const campaignsQuery = z.strictObject({ ...paging });

export const campaignBody = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w.-]{1,64}$/, { error: 'expected up to 64 letters, digits, dots, dashes and underscores' })
      .optional()
      .meta({ description: 'campaign_id of callbacks; one of ours when not given' }),
    name: storedText(200),
    dialogue_url: z
      .url({ protocol: /^https?$/, error: 'expected a URL' })
      .max(2000)
      .nullable()
      .optional()
      .describe(
        'where its calls go on once somebody has consented: give them the voice URL /api/calls/consent?campaign_id=…&contact_id=…&call_id=… of ingest',
      ),
    language: z.enum(LANGUAGES).optional().describe('in which consent is asked for; en-US when not given'),
  })
  .meta({ id: 'CampaignRequest', example: { id: 'spring-survey', name: 'Spring survey' } });

const campaignRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  dialogue_url: z.string().nullable(),
  language: z.string(),
  created_at: timestamp,
});
const counts = z.record(z.string(), z.int());

export const campaignsPage = listOf(campaignRow).meta({ id: 'CampaignsPage' });

export const campaign = campaignRow
  .extend({
    call_attempts: z.int(),
    contacts: z.int(),
    by_contact_state: counts.meta({ example: { reached: 12, no_answer: 3, busy: 1 } }),
    by_consent: counts.meta({ example: { given: 11, refused: 1 } }),
  })
  .meta({ id: 'Campaign' });
