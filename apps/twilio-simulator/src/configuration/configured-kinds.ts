import { ownedNumber, sipDomain } from '../account.ts';
import { twilioDate } from '../clock/clock.ts';

/** The fields of a resource as REST shows them. */
export type Fields = Record<string, unknown>;

/** How a posted parameter is checked. */
export type Rule = 'url' | 'method' | 'text' | 'flag';

/** A kind of resource in which a customer configures where Twilio sends requests. */
export interface ConfiguredKind {
  /** The path of its list below the account, and the key of the rows. */
  path: string;
  key: string;
  sidPrefix: 'PN' | 'AP' | 'SD';
  /** What is not given of a resource. */
  defaults: Readonly<Fields>;
  /** What may be posted, with the field that it sets. */
  writable: Readonly<Record<string, readonly [field: string, rule: Rule]>>;
}

/** Any moment before every call. */
const MADE = twilioDate(Date.UTC(2020, 5, 2));
const dates = { api_version: '2010-04-01', date_created: MADE, date_updated: MADE };
const voice = {
  voice_url: '',
  voice_method: 'POST',
  voice_fallback_url: '',
  voice_fallback_method: 'POST',
} as const;
const sms = { sms_url: '', sms_method: 'POST', sms_fallback_url: '', sms_fallback_method: 'POST' } as const;

const writableVoice = {
  FriendlyName: ['friendly_name', 'text'],
  VoiceUrl: ['voice_url', 'url'],
  VoiceMethod: ['voice_method', 'method'],
  VoiceFallbackUrl: ['voice_fallback_url', 'url'],
  VoiceFallbackMethod: ['voice_fallback_method', 'method'],
} as const;
const writableStatus = {
  StatusCallback: ['status_callback', 'url'],
  StatusCallbackMethod: ['status_callback_method', 'method'],
} as const;

export const configuredKinds = {
  numbers: {
    path: 'IncomingPhoneNumbers',
    key: 'incoming_phone_numbers',
    sidPrefix: 'PN',
    defaults: {
      friendly_name: ownedNumber.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3'),
      phone_number: ownedNumber,
      origin: 'twilio',
      status: 'in-use',
      beta: false,
      capabilities: { voice: true, sms: true, mms: true, fax: false },
      address_requirements: 'none',
      address_sid: null,
      identity_sid: null,
      bundle_sid: null,
      trunk_sid: null,
      emergency_status: 'Inactive',
      emergency_address_sid: null,
      emergency_address_status: 'unregistered',
      voice_receive_mode: 'voice',
      ...voice,
      voice_caller_id_lookup: false,
      voice_application_sid: null,
      status_callback: '',
      status_callback_method: 'POST',
      ...sms,
      sms_application_sid: null,
      ...dates,
    },
    writable: {
      ...writableVoice,
      ...writableStatus,
      VoiceApplicationSid: ['voice_application_sid', 'text'],
      VoiceCallerIdLookup: ['voice_caller_id_lookup', 'flag'],
      TrunkSid: ['trunk_sid', 'text'],
    },
  },
  applications: {
    path: 'Applications',
    key: 'applications',
    sidPrefix: 'AP',
    defaults: {
      friendly_name: 'Browser calls',
      ...voice,
      voice_caller_id_lookup: false,
      status_callback: '',
      status_callback_method: 'POST',
      ...sms,
      sms_status_callback: '',
      message_status_callback: '',
      public_application_connect_enabled: false,
      ...dates,
    },
    writable: { ...writableVoice, ...writableStatus },
  },
  sipDomains: {
    path: 'SIP/Domains',
    key: 'domains',
    sidPrefix: 'SD',
    defaults: {
      friendly_name: 'Desk phones',
      domain_name: sipDomain,
      auth_type: 'CREDENTIAL_LIST',
      ...voice,
      voice_status_callback_url: '',
      voice_status_callback_method: 'POST',
      sip_registration: true,
      emergency_calling_enabled: false,
      secure: false,
      byoc_trunk_sid: null,
      emergency_caller_sid: null,
      ...dates,
    },
    writable: {
      ...writableVoice,
      VoiceStatusCallbackUrl: ['voice_status_callback_url', 'url'],
      VoiceStatusCallbackMethod: ['voice_status_callback_method', 'method'],
      SipRegistration: ['sip_registration', 'flag'],
    },
  },
} as const satisfies Record<string, ConfiguredKind>;

export type KindName = keyof typeof configuredKinds;
