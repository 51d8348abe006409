import type { ConnectionKind } from '@trunkline/telephony/connections';
import type { ConfiguredApplication, ConfiguredDomain, ConfiguredNumber } from './configured.ts';
import type { TwilioConfiguration } from './twilio-configuration.ts';

/** A number, an application or a SIP domain of the account, with its settings by the names of their parameters. */
export type ConnectionTarget = {
  kind: ConnectionKind;
  sid: string;
  /** Its name for people. */
  name: string;
  settings: ReadonlyMap<string, string>;
};

/** Finds what a person named; undefined where the account has none of this name. */
export async function findTarget(
  configuration: Pick<TwilioConfiguration, 'numbers' | 'applications' | 'domains'>,
  { kind, name }: { kind: ConnectionKind; name: string },
): Promise<ConnectionTarget | undefined> {
  if (kind === 'number') {
    const found = (await configuration.numbers()).find((each) => each.phone_number === name || each.sid === name);
    return found && ofNumber(found);
  }
  if (kind === 'application') {
    const found = (await configuration.applications()).find(({ sid }) => sid === name);
    return found && ofApplication(found);
  }
  const found = (await configuration.domains()).find(
    (each) => each.sid === name || each.domain_name.toLowerCase() === name.toLowerCase(),
  );
  return found && ofDomain(found);
}

const settingsOf = (settings: Readonly<Record<string, string | null | undefined>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(settings).map(([name, value]) => [name, value ?? '']));

const ofNumber = (number: ConfiguredNumber): ConnectionTarget => ({
  kind: 'number',
  sid: number.sid,
  name: number.phone_number,
  settings: settingsOf({
    VoiceUrl: number.voice_url,
    VoiceMethod: number.voice_method,
    StatusCallback: number.status_callback,
    StatusCallbackMethod: number.status_callback_method,
    VoiceApplicationSid: number.voice_application_sid,
    TrunkSid: number.trunk_sid,
  }),
});

const ofApplication = (application: ConfiguredApplication): ConnectionTarget => ({
  kind: 'application',
  sid: application.sid,
  name: application.friendly_name || application.sid,
  settings: settingsOf({
    VoiceUrl: application.voice_url,
    VoiceMethod: application.voice_method,
    StatusCallback: application.status_callback,
    StatusCallbackMethod: application.status_callback_method,
  }),
});

const ofDomain = (domain: ConfiguredDomain): ConnectionTarget => ({
  kind: 'domain',
  sid: domain.sid,
  name: domain.domain_name,
  settings: settingsOf({
    VoiceUrl: domain.voice_url,
    VoiceMethod: domain.voice_method,
    VoiceStatusCallbackUrl: domain.voice_status_callback_url,
    VoiceStatusCallbackMethod: domain.voice_status_callback_method,
  }),
});
