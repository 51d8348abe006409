import { ACCOUNT } from '../../support/processes/stack.ts';

/** What is configured in the simulated account, as `PUT /simulator/account` takes it. */
export type Configured = {
  account?: object;
  numbers?: object[];
  applications?: object[];
  sipDomains?: object[];
  alerts?: object[];
};

/** A misconfiguration, by the kind of the finding that must name it. */
export type Plant = { kind: string; what: string; configured: Configured };

export const OWNED = '+16175006181';
export const SIP_DOMAIN = 'desk.sip.twilio.com';
const RETRIES = '#rc=5&rp=all';
const VOICE = '/webhooks/twilio/voice-inbound';
const STATUS = '/webhooks/twilio/voice-status';

const number = (origin: string, more: object = {}) => ({
  phone_number: OWNED,
  voice_url: `${origin}${VOICE}${RETRIES}`,
  status_callback: `${origin}${STATUS}${RETRIES}`,
  ...more,
});
const application = (origin: string, more: object = {}) => ({
  friendly_name: 'Browser calls',
  voice_url: `${origin}${VOICE}${RETRIES}`,
  status_callback: `${origin}${STATUS}${RETRIES}`,
  ...more,
});
const domain = (origin: string, more: object = {}) => ({
  domain_name: SIP_DOMAIN,
  voice_url: `${origin}${VOICE}${RETRIES}`,
  voice_status_callback_url: `${origin}${STATUS}${RETRIES}`,
  ...more,
});
const GOOD_STATE = { status: 'active', type: 'Full', auth_token: ACCOUNT.TWILIO_AUTH_TOKEN };

/** An account that is configured as it should be. */
export const goodAccount = (origin: string): Required<Configured> => ({
  account: GOOD_STATE,
  numbers: [number(origin)],
  applications: [application(origin)],
  sipDomains: [domain(origin)],
  alerts: [],
});

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** Accounts in which nothing is wrong, though they differ from the usual one: the doctor has to find nothing. */
export const harmless = (origin: string): { what: string; configured: Configured }[] => [
  { what: 'the usual account', configured: {} },
  {
    what: 'slashes at the end of paths',
    configured: { numbers: [number(origin, { voice_url: `${origin}${VOICE}/${RETRIES}` })] },
  },
  {
    what: 'the path that answers by kind',
    configured: {
      numbers: [
        number(origin, {
          voice_url: `${origin}/api/calls/webhook/twilio${RETRIES}`,
          status_callback: `${origin}/api/calls/webhook/twilio${RETRIES}`,
        }),
      ],
    },
  },
  {
    what: 'GET at the path that accepts it',
    configured: { numbers: [number(origin, { voice_url: `${origin}/voice${RETRIES}`, voice_method: 'GET' })] },
  },
  {
    what: 'a query in the URL',
    configured: { numbers: [number(origin, { status_callback: `${origin}/twilio-status?candidate_id=7${RETRIES}` })] },
  },
  {
    what: 'fewer retries, and timeouts',
    configured: { numbers: [number(origin, { voice_url: `${origin}${VOICE}#rc=2&rp=all&ct=2000&rt=5000` })] },
  },
  {
    what: 'an edge in the overrides',
    configured: { numbers: [number(origin, { voice_url: `${origin}${VOICE}${RETRIES}&e=dublin` })] },
  },
  {
    what: 'a fallback elsewhere',
    configured: { numbers: [number(origin, { voice_fallback_url: 'https://handler.example.com/busy' })] },
  },
  {
    what: 'a fallback that is a TwiML Bin',
    configured: { numbers: [number(origin, { voice_fallback_url: 'https://handler.twilio.com/twiml/EH1' })] },
  },
  {
    what: 'a number of another system',
    configured: {
      numbers: [number(origin), { phone_number: '+16175550199', voice_url: 'https://other.example.com/voice' }],
    },
  },
  {
    what: 'a number that is not connected, and is not ours',
    configured: { numbers: [number(origin), { phone_number: '+16175550199' }] },
  },
  {
    what: 'an application of another system',
    configured: { applications: [application('https://other.example.com')] },
  },
  { what: 'no application and no domain', configured: { applications: [], sipDomains: [domain(origin)] } },
  {
    what: 'a number that uses our application',
    configured: {
      numbers: [number(origin, { voice_application_sid: `AP${'0'.repeat(31)}1`, voice_url: '', status_callback: '' })],
    },
  },
  {
    what: 'a domain by its regional name',
    configured: { sipDomains: [domain(origin, { domain_name: 'desk.sip.us1.twilio.com' })] },
  },
  {
    what: 'a domain that takes no calls',
    configured: { sipDomains: [domain(origin, { voice_url: '', voice_status_callback_url: '' })] },
  },
  {
    what: 'alerts about another host',
    configured: { alerts: [{ error_code: '11200', request_url: 'https://other.example.com/voice' }] },
  },
  {
    what: 'an alert of two hours ago',
    configured: {
      alerts: [{ error_code: '11200', request_url: `${origin}${VOICE}`, date_generated: minutesAgo(120) }],
    },
  },
];

/** Faults of a URL, by what `…-url-<fault>` names. `instead` is the URL in place of the right one. */
const URL_FAULTS: readonly { fault: string; what: string; instead: (origin: URL, path: string) => string }[] = [
  { fault: 'missing', what: 'no URL', instead: () => '' },
  { fault: 'invalid', what: 'no HTTP URL', instead: () => 'sip:desk@example.com' },
  { fault: 'at-twilio', what: 'Twilio’s demo', instead: () => 'https://demo.twilio.com/welcome/voice/' },
  {
    fault: 'scheme',
    what: 'the other scheme',
    instead: ({ host, protocol }, path) => `${protocol === 'https:' ? 'http:' : 'https:'}//${host}${path}${RETRIES}`,
  },
  {
    fault: 'port',
    what: 'another port',
    instead: ({ hostname, protocol }, path) => `${protocol}//${hostname}:9${path}${RETRIES}`,
  },
  { fault: 'host', what: 'another host', instead: (_, path) => `https://old.example.com${path}${RETRIES}` },
  {
    fault: 'old-tunnel',
    what: 'a tunnel of yesterday',
    instead: (_, path) => `https://calm-lake-7.trycloudflare.com${path}${RETRIES}`,
  },
  { fault: 'private', what: 'a private address', instead: (_, path) => `http://192.168.1.20:4000${path}${RETRIES}` },
  { fault: 'spaces', what: 'a space in front', instead: ({ origin }, path) => ` ${origin}${path}${RETRIES}` },
  {
    fault: 'path',
    what: 'a path that ingest does not have',
    instead: ({ origin }) => `${origin}/webhooks/twilo/voice${RETRIES}`,
  },
  {
    fault: 'login',
    what: 'a user name',
    instead: ({ host, protocol }, path) => `${protocol}//user:secret@${host}${path}${RETRIES}`,
  },
  {
    fault: 'overrides',
    what: 'an override that Twilio does not know',
    instead: ({ origin }, path) => `${origin}${path}#rc=9&rp=all`,
  },
  { fault: 'no-retries', what: 'no overrides', instead: ({ origin }, path) => `${origin}${path}` },
  {
    fault: 'few-retries',
    what: 'retries after few faults',
    instead: ({ origin }, path) => `${origin}${path}#rc=5&rp=ct`,
  },
];

type Resource = {
  list: 'numbers' | 'applications' | 'sipDomains';
  make: (origin: string, more?: object) => object;
  status: string;
  statusMethod: string;
};
const RESOURCES: readonly Resource[] = [
  { list: 'numbers', make: number, status: 'status_callback', statusMethod: 'status_callback_method' },
  { list: 'applications', make: application, status: 'status_callback', statusMethod: 'status_callback_method' },
  {
    list: 'sipDomains',
    make: domain,
    status: 'voice_status_callback_url',
    statusMethod: 'voice_status_callback_method',
  },
];

/** Faults of URLs at each kind of resource. One whose URLs all lead elsewhere is not ours, so that only one at a time is wrong. */
function urlPlants(given: string): Plant[] {
  const origin = new URL(given);
  return RESOURCES.flatMap(({ list, make, status, statusMethod }) => {
    const plant = (kind: string, what: string, more: object): Plant => ({
      kind,
      what: `${list}: ${what}`,
      configured: { [list]: [make(given, more)] },
    });
    return [
      ...URL_FAULTS.flatMap(({ fault, what, instead }) => [
        plant(`voice-url-${fault}`, `voice URL with ${what}`, { voice_url: instead(origin, VOICE) }),
        plant(`status-url-${fault}`, `status callback with ${what}`, { [status]: instead(origin, STATUS) }),
      ]),
      plant('voice-url-answers-no-twiml', 'the status callback as voice URL', {
        voice_url: `${given}${STATUS}${RETRIES}`,
      }),
      plant('status-url-answers-twiml', 'the voice URL as status callback', { [status]: `${given}${VOICE}${RETRIES}` }),
      plant('voice-url-method', 'GET for the voice URL', { voice_method: 'GET' }),
      plant('status-url-method', 'GET for the status callback', { [statusMethod]: 'GET' }),
      plant('fallback-url-path', 'a fallback that ingest does not have', {
        voice_fallback_url: `${given}/nowhere${RETRIES}`,
      }),
      plant('fallback-url-same', 'the voice URL as fallback', { voice_fallback_url: `${given}${VOICE}${RETRIES}` }),
    ];
  });
}

const ALERT_CODES = [
  '11200',
  '11205',
  '11206',
  '11210',
  '11215',
  '11220',
  '11235',
  '11236',
  '11237',
  '11750',
  '12100',
  '12200',
  '12300',
  '15003',
  '11999',
];

/** Every misconfiguration of the account that the doctor has to find. */
export const accountPlants = (origin: string): Plant[] => [
  ...urlPlants(origin),
  {
    kind: 'account-suspended',
    what: 'a suspended account',
    configured: { account: { ...GOOD_STATE, status: 'suspended' } },
  },
  { kind: 'account-closed', what: 'a closed account', configured: { account: { ...GOOD_STATE, status: 'closed' } } },
  { kind: 'account-trial', what: 'a trial account', configured: { account: { ...GOOD_STATE, type: 'Trial' } } },
  {
    kind: 'token-differs',
    what: 'another auth token at Twilio',
    configured: { account: { ...GOOD_STATE, auth_token: 'f'.repeat(32) } },
  },
  {
    kind: 'number-not-in-account',
    what: 'our number is not in the account',
    configured: { numbers: [number(origin, { phone_number: '+16175550100' })] },
  },
  {
    kind: 'number-without-voice',
    what: 'a number for texts only',
    configured: { numbers: [number(origin, { capabilities: { voice: false, sms: true, mms: true, fax: false } })] },
  },
  {
    kind: 'number-receives-fax',
    what: 'a number that takes faxes',
    configured: { numbers: [number(origin, { voice_receive_mode: 'fax' })] },
  },
  {
    kind: 'number-on-trunk',
    what: 'a number on a SIP trunk',
    configured: { numbers: [number(origin, { trunk_sid: `TK${'a'.repeat(32)}` })] },
  },
  {
    kind: 'number-application-unknown',
    what: 'a number with an application that is gone',
    configured: { numbers: [number(origin, { voice_application_sid: `AP${'f'.repeat(32)}` })] },
  },
  {
    kind: 'sip-domain-not-in-account',
    what: 'no such SIP domain',
    configured: { sipDomains: [domain(origin, { domain_name: 'other.sip.twilio.com' })] },
  },
  {
    kind: 'sip-domain-without-access',
    what: 'a SIP domain without credentials',
    configured: { sipDomains: [domain(origin, { auth_type: '' })] },
  },
  {
    kind: 'sip-domain-without-registration',
    what: 'a SIP domain without registration',
    configured: { sipDomains: [domain(origin, { sip_registration: false })] },
  },
  ...ALERT_CODES.map((code): Plant => ({
    kind: `alert-${code}`,
    what: `Twilio’s alert ${code}`,
    configured: { alerts: [{ error_code: code, request_url: `${origin}${VOICE}`, date_generated: minutesAgo(5) }] },
  })),
];
