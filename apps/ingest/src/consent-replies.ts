import type { CallbackToStore } from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import type { Fields } from '@trunkline/telephony/callbacks';
import { nextConsentStep } from '@trunkline/telephony/consent';
import { apologyTwiml, consentTwiml, type CampaignScript } from '@trunkline/twilio/twiml';
import { LRUCache } from 'lru-cache';

type Parts = {
  /** Undefined where there is no such campaign. */
  findScript: (campaignId: string) => Promise<CampaignScript | undefined>;
  baseUrl: string;
  log: Logger;
};

const MAX_CACHED = 500;
const NO_DIALOGUE: CampaignScript = { language: 'en-US', dialogueUrl: null };

/**
 * Gives the document that asks a person for consent before anything else, or goes on after it. A campaign may change, so
 * it is looked up for every document; while Postgres is unavailable the last one that was found is used.
 */
export function createConsentTwiml({ findScript, baseUrl, log }: Parts) {
  const lastFound = new LRUCache<string, CampaignScript>({ max: MAX_CACHED });

  async function scriptOf(id: string): Promise<CampaignScript | undefined> {
    try {
      const script = (await findScript(id)) ?? NO_DIALOGUE;
      if (script.dialogueUrl === null)
        log.error({ campaign_id: id }, 'a campaign calls people and has no dialogue_url: set one');
      lastFound.set(id, script);
      return script;
    } catch (error) {
      log.warn({ err: error, campaign_id: id }, 'a campaign could not be looked up; its last known dialogue is used');
      return lastFound.get(id);
    }
  }

  return async ({ payload, query }: Pick<CallbackToStore, 'payload' | 'query'>): Promise<string> => {
    const text = (name: string) => {
      const value = (query as Fields)[name];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const call = { campaign_id: text('campaign_id'), contact_id: text('contact_id'), call_id: text('call_id') };
    if (call.campaign_id === undefined) return apologyTwiml();
    const step = nextConsentStep(payload as Fields, query as Fields);
    const script = step.says === 'nothing' ? undefined : await scriptOf(call.campaign_id);
    return consentTwiml(step, script, { baseUrl, call });
  };
}
