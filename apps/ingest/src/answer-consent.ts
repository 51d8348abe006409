import type { CallbackToStore } from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import type { Fields } from '@trunkline/telephony/callbacks';
import { nextConsentStep } from '@trunkline/telephony/consent';
import { apologyTwiml, consentTwiml, type CampaignScript } from '@trunkline/twilio/twiml';

type Parts = {
  /** Undefined where there is no such campaign. */
  findScript: (campaignId: string) => Promise<CampaignScript | undefined>;
  baseUrl: string;
  log: Logger;
};

export type ConsentAnswers = {
  /** The document that asks for consent, or goes on after it. */
  twimlFor(callback: Pick<CallbackToStore, 'payload' | 'query'>): Promise<string>;
};

const REMEMBERED = 500;
const NO_DIALOGUE: CampaignScript = { language: 'en-US', dialogueUrl: null };

/**
 * Asks those whom a campaign calls for their consent before anything else. A campaign may change, so it is looked up
 * for every document; while Postgres is away what was last known of it counts.
 */
export function openConsentAnswers({ findScript, baseUrl, log }: Parts): ConsentAnswers {
  const lastKnown = new Map<string, CampaignScript>();

  async function scriptOf(id: string): Promise<CampaignScript | undefined> {
    try {
      const script = (await findScript(id)) ?? NO_DIALOGUE;
      if (script.dialogueUrl === null)
        log.error({ campaign_id: id }, 'a campaign calls, and has no dialogue_url to go on');
      lastKnown.delete(id); // and in again at the end: the first is the one that called longest ago
      lastKnown.set(id, script);
      if (lastKnown.size > REMEMBERED) lastKnown.delete(lastKnown.keys().next().value!);
      return script;
    } catch (error) {
      log.warn({ err: error, campaign_id: id }, 'a campaign could not be looked up');
      return lastKnown.get(id);
    }
  }

  return {
    async twimlFor({ payload, query }) {
      const text = (name: string) => {
        const value = (query as Fields)[name];
        return typeof value === 'string' && value !== '' ? value : undefined;
      };
      const call = { campaign_id: text('campaign_id'), contact_id: text('contact_id'), call_id: text('call_id') };
      if (call.campaign_id === undefined) return apologyTwiml();
      const step = nextConsentStep(payload as Fields, query as Fields);
      const script = step.says === 'nothing' ? undefined : await scriptOf(call.campaign_id);
      return consentTwiml(step, script, { baseUrl, call });
    },
  };
}
