import { ownedNumber } from '../../account.ts';
import { twilioDate } from '../../clock/clock.ts';

/** The number on which the simulated account is called. */
export const ownedNumberSid = `PN${ownedNumber.slice(2).padStart(32, '0')}`;

const BOUGHT = twilioDate(Date.UTC(2020, 5, 2));

/** The account's number as Twilio's REST API shows it; `configuredUrl` gives the URLs that are set on it. */
export function phoneNumberResource(accountSid: string, configuredUrl: (path: string) => string) {
  return {
    sid: ownedNumberSid,
    account_sid: accountSid,
    friendly_name: ownedNumber.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3'),
    phone_number: ownedNumber,
    origin: 'twilio',
    status: 'in-use',
    type: 'local',
    beta: false,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    api_version: '2010-04-01',
    address_requirements: 'none',
    address_sid: null,
    identity_sid: null,
    bundle_sid: null,
    trunk_sid: null,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    voice_receive_mode: 'voice',
    voice_url: configuredUrl('/webhooks/twilio/voice-inbound'),
    voice_method: 'POST',
    voice_fallback_url: '',
    voice_fallback_method: 'POST',
    voice_caller_id_lookup: false,
    voice_application_sid: null,
    status_callback: configuredUrl('/webhooks/twilio/voice-status'),
    status_callback_method: 'POST',
    sms_url: '',
    sms_method: 'POST',
    sms_fallback_url: '',
    sms_fallback_method: 'POST',
    sms_application_sid: '',
    date_created: BOUGHT,
    date_updated: BOUGHT,
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${ownedNumberSid}.json`,
  };
}

/** Twilio's filter by number: a part of it, with `*` for any digit. */
export function matchesNumber(filter: string | null): boolean {
  const pattern = (filter ?? '').replace(/[^\d*+]/g, '').replaceAll(/[+*]/g, (each) => (each === '*' ? '\\d' : '\\+'));
  return new RegExp(pattern).test(ownedNumber);
}
