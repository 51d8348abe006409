import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';
import { LANGUAGES } from '../interviews/interview-templates.ts';

export const campaignParam = described(z.string(), 'Id of the campaign, as callbacks carry it', 'spring-survey');

/** A campaign's id in a request. */
export const campaignId = z
  .string()
  .regex(/^[\w.-]{1,64}$/, { error: 'expected up to 64 letters, digits, dots, dashes and underscores' });

export const campaignsQuery = z.strictObject({ ...paging });

export const campaignToSave = z
  .strictObject({
    id: described(campaignId.optional(), 'The campaign_id of callbacks; default: a new UUID', 'spring-survey'),
    name: described(storedText(200), 'Name for display', 'Spring survey'),
    dialogue_url: described(
      z
        .url({ protocol: /^https?$/, error: 'expected a URL' })
        .max(2000)
        .nullable()
        .optional(),
      'Where calls continue after consent. Place them with the voice URL /api/calls/consent?campaign_id=…&contact_id=…&call_id=… of ingest',
      'https://example.com/dialogue',
    ),
    language: described(z.enum(LANGUAGES).optional(), 'Language of the consent question; default: en-US', 'de-DE'),
  })
  .meta({ id: 'CampaignToSave' });

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
    call_attempts: described(z.int(), 'Number of calls'),
    contacts: described(z.int(), 'Number of contacts called'),
    by_contact_state: described(counts, 'Number of calls by state of the contact', { reached: 12, no_answer: 3 }),
    by_consent: described(counts, 'Number of calls by consent', { given: 11, refused: 1 }),
  })
  .meta({ id: 'Campaign' });
