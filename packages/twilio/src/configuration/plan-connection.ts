import type { Change } from '@trunkline/telephony/connections';
import { callbackUrl, withOverrides } from '../callback-url.ts';
import type { ConnectionTarget } from './find-target.ts';

/** The settings of a target that have to change so that its calls, and their ends, come to us. */
export function planConnection({ settings }: ConnectionTarget, baseUrl: string, voicePath: string): Change[] {
  const urlOf = (path: string): string => withOverrides(callbackUrl(baseUrl, path, {}));
  const wanted: Readonly<Record<string, string>> = {
    VoiceUrl: urlOf(voicePath),
    VoiceMethod: 'POST',
    StatusCallback: urlOf(STATUS_PATH),
    StatusCallbackMethod: 'POST',
    VoiceStatusCallbackUrl: urlOf(STATUS_PATH),
    VoiceStatusCallbackMethod: 'POST',
    VoiceApplicationSid: '', // either takes the place of the URLs
    TrunkSid: '',
  };
  return [...settings].flatMap(([parameter, before]) => {
    const after = wanted[parameter]!;
    return before === after ? [] : [{ parameter, before, after }];
  });
}

const STATUS_PATH = '/webhooks/twilio/voice-status';
