import type { ConsentStep } from '@trunkline/telephony/consent';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { callbackUrl, withOverrides } from '../callback-url.ts';
import { consentQuestionTwiml, consentRefusedTwiml, consentStatementTwiml } from './consent-twiml.ts';
import { apologyTwiml, emptyTwiml } from './twiml.ts';

/** A campaign's settings for its calls. */
export type CampaignScript = { language: string; dialogueUrl: string | null };

/** The campaign, contact and call that the URL names; every later URL repeats them. */
export type CampaignCall = Readonly<Record<'campaign_id' | 'contact_id' | 'call_id', string | undefined>>;

const WAIT_SECONDS = 3;

/**
 * The document of a step. Where the script could not be read (`undefined`), the question is asked in English, and the call
 * waits for its dialogue. A campaign without a dialogue asks no question.
 */
export function consentTwiml(
  step: ConsentStep,
  script: CampaignScript | undefined,
  { baseUrl, call }: { baseUrl: string; call: CampaignCall },
): string {
  const language = script?.language ?? 'en-US';
  const at = urlsOf(baseUrl, call);
  if (step.says === 'nothing') return emptyTwiml();
  if (step.says === 'refused') return consentRefusedTwiml({ language });
  if (script?.dialogueUrl === null) return apologyTwiml();
  switch (step.says) {
    case 'begin':
      return redirectTwiml(withOverrides(at('ask', 1)));
    case 'question': {
      const { attempt } = step;
      return consentQuestionTwiml({
        language,
        attempt,
        answerUrl: at('answer', attempt),
        silenceUrl: at('silent', attempt),
      });
    }
    case 'statement':
      return consentStatementTwiml({
        language,
        nextUrl: at('given', 1),
        recordingStatusUrl: recordingStatusUrl(baseUrl),
      });
    case 'dialogue':
      if (script) return redirectTwiml(withCall(script.dialogueUrl, call));
      return step.isLast ? apologyTwiml() : redirectTwiml(withOverrides(at('given', step.attempt + 1)), WAIT_SECONDS);
  }
}

type Marker = 'ask' | 'answer' | 'silent' | 'given';

/** The URLs of the next steps. They are signed, and hold all that an answer depends on. */
const urlsOf = (baseUrl: string, call: CampaignCall) => (consent: Marker, attempt: number) =>
  callbackUrl(baseUrl, '/api/calls/consent', { ...call, attempt, consent });

const recordingStatusUrl = (baseUrl: string): string => callbackUrl(baseUrl, '/webhooks/twilio/recording-status', {});

function withCall(text: string, call: CampaignCall): string {
  const url = new URL(text);
  for (const [name, value] of Object.entries(call)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

function redirectTwiml(url: string, afterSeconds = 0): string {
  const response = new VoiceResponse();
  if (afterSeconds > 0) response.pause({ length: afterSeconds });
  response.redirect({ method: 'POST' }, url);
  return response.toString();
}
