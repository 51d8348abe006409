import { RECORDING_SID } from '@trunkline/telephony/callbacks';
import type { TwilioRestConfig } from '@trunkline/twilio/rest';

export type MediaConfig = Pick<
  TwilioRestConfig,
  'TWILIO_ACCOUNT_SID' | 'TWILIO_API_URL' | 'TWILIO_REGION' | 'TWILIO_EDGE'
> & {
  RECORDING_MEDIA_HOSTS: ReadonlySet<string>;
};

/** What determines where the media of a recording is. */
export type Announced = { recordingSid: string; url: string | null; channels: number | null; isEncrypted?: boolean };

/** The URL of a recording's media, and the channels to request; null where there is but one file. */
export type MediaPlace = { url: URL; channels: 1 | 2 | null; isExternal: boolean };

/**
 * Where to fetch a recording. The announced URL counts only if its host is in RECORDING_MEDIA_HOSTS; otherwise the URL is
 * built from the account and the SID. Undefined for an invalid SID.
 */
export function mediaPlace(
  { recordingSid, url, channels, isEncrypted = false }: Announced,
  config: MediaConfig,
): MediaPlace | undefined {
  if (!RECORDING_SID.test(recordingSid)) return undefined;
  const external = externalUrl(url, config.RECORDING_MEDIA_HOSTS);
  if (external) return { url: external, channels: null, isExternal: true };
  const path = `/2010-04-01/Accounts/${config.TWILIO_ACCOUNT_SID}/Recordings/${recordingSid}.wav`;
  const asked = isEncrypted ? null : channels === 1 ? 1 : 2; // Twilio cannot mix what it cannot decrypt
  return { url: new URL(path, originOf(config)), channels: asked, isExternal: false };
}

/** The place with this number of channels requested. */
export function withChannels({ url, isExternal }: MediaPlace, channels: 1 | 2): MediaPlace {
  const asked = new URL(url);
  asked.searchParams.set('RequestedChannels', `${channels}`);
  return { url: asked, channels, isExternal };
}

/** True where Twilio's credentials may be sent: to Twilio by HTTPS, and to its stand-in. */
export function mayHaveCredentials({ protocol, hostname, origin }: URL, apiUrl: string | undefined): boolean {
  if (apiUrl !== undefined && origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && hostname.endsWith('.twilio.com');
}

function externalUrl(text: string | null, hosts: ReadonlySet<string>): URL | undefined {
  if (text === null || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || !hosts.has(url.host)) return undefined;
  return url;
}

function originOf({ TWILIO_API_URL, TWILIO_REGION, TWILIO_EDGE }: MediaConfig): string {
  if (TWILIO_API_URL !== undefined) return TWILIO_API_URL;
  const region = TWILIO_REGION ?? (TWILIO_EDGE && 'us1');
  return `https://${['api', TWILIO_EDGE, region, 'twilio.com'].filter((part) => part !== undefined).join('.')}`;
}
