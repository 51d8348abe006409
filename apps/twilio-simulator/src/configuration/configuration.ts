import type { Account } from '../account.ts';
import { ownedNumber } from '../account.ts';
import { RestError } from '../rest/rest-error.ts';
import { InvalidOptionError } from '../settings.ts';
import { type ConfiguredKind, configuredKinds, type Fields, type KindName } from './configured-kinds.ts';

/** Where the requests of an incoming call go. */
export interface CallTargets {
  voiceUrl: string;
  voiceMethod: string;
  fallbackUrl: string;
  fallbackMethod: string;
  statusUrl: string;
  statusMethod: string;
}

/** What the customer has configured in the account, and what Twilio complained of. */
export interface Configuration {
  /** `status`, `type` and `auth_token` as REST shows them. */
  account: Fields;
  /** Of each kind, by SID. */
  resources: Record<KindName, Map<string, Fields>>;
  /** Newest first, as Monitor shows them. */
  alerts: readonly Fields[];
  /** Changes a resource as a posted form says. Throws Twilio's errors. */
  update(name: KindName, resource: Fields, form: URLSearchParams): Fields;
  /** Replaces what is given, for a test. Throws `InvalidOptionError`. */
  replace(given: unknown): void;
  /** Where a call to this address is sent; undefined: Twilio has nowhere to ask what to do. */
  targetsOf(address: string): CallTargets | undefined;
}

/** A number and a SIP domain that are connected, as `configuredUrl` says. */
export function openConfiguration(account: Account, configuredUrl: (path: string) => string): Configuration {
  const voice = { voice_url: configuredUrl('/webhooks/twilio/voice-inbound') };
  const status = configuredUrl('/webhooks/twilio/voice-status');
  const configuration: Configuration = {
    account: { status: 'active', type: 'Full', auth_token: account.authToken },
    resources: {
      numbers: resourcesOf(account, configuredKinds.numbers, [{ ...voice, status_callback: status }]),
      applications: new Map(),
      sipDomains: resourcesOf(account, configuredKinds.sipDomains, [{ ...voice, voice_status_callback_url: status }]),
    },
    alerts: [],
    update: (name, resource, form) => updateResource(configuredKinds[name], resource, form),
    replace(given) {
      const { account: state, alerts, ...kinds } = asObject(given);
      const replaced = Object.entries(kinds).map(([name, list]) => {
        if (!Object.hasOwn(configuredKinds, name))
          throw new InvalidOptionError(
            `${name} must be one of account, alerts, ${Object.keys(configuredKinds).join(', ')}`,
          );
        const kind = configuredKinds[name as KindName];
        return [name as KindName, resourcesOf(account, kind, asList(name, list))] as const;
      });
      for (const [name, resources] of replaced) configuration.resources[name] = resources;
      if (state !== undefined) configuration.account = { ...configuration.account, ...asObject(state) };
      if (alerts !== undefined)
        configuration.alerts = asList('alerts', alerts).map((alert, n) => alertOf(account, alert, n));
    },
    targetsOf: (address) => findTargets(configuration.resources, address),
  };
  return configuration;
}

function resourcesOf(account: Account, kind: ConfiguredKind, given: readonly Fields[]): Map<string, Fields> {
  return new Map(
    given.map((fields, n) => {
      const { sid = sidOf(kind, fields, n) } = fields as { sid?: string };
      const uri = `/2010-04-01/Accounts/${account.sid}/${kind.path}/${sid}.json`;
      return [sid, { ...kind.defaults, ...fields, sid, account_sid: account.sid, uri }];
    }),
  );
}

/** Numbers have the digits of their number. */
function sidOf({ sidPrefix, defaults }: ConfiguredKind, fields: Fields, n: number): string {
  const number = textOf(fields['phone_number'] ?? defaults['phone_number']).replace(/\D/g, '');
  return `${sidPrefix}${(number.slice(-10) || String(n + 1)).padStart(32, '0')}`;
}

function alertOf(account: Account, alert: Fields, n: number): Fields {
  const sid = `NO${String(n + 1).padStart(32, '0')}`;
  const { error_code: code = '11200', date_generated: at = new Date().toISOString() } = alert;
  return {
    sid,
    account_sid: account.sid,
    alert_text: '',
    api_version: '2010-04-01',
    date_created: at,
    date_updated: at,
    log_level: 'error',
    more_info: `https://www.twilio.com/docs/errors/${String(code)}`,
    request_method: 'POST',
    request_url: '',
    resource_sid: `CA${'0'.repeat(32)}`,
    service_sid: null,
    url: `https://monitor.twilio.com/v1/Alerts/${sid}`,
    ...alert,
    date_generated: at,
    error_code: String(code),
  };
}

function updateResource(kind: ConfiguredKind, resource: Fields, form: URLSearchParams): Fields {
  const changes = [...form].flatMap(([name, value]) => {
    const known = kind.writable[name];
    if (!known) return [];
    const [field, rule] = known;
    if (rule === 'url' && value !== '' && !/^https?:\/\/[^\s_/]+/.test(value))
      throw new RestError(400, 21502, `${name} is not valid: ${value}`);
    if (rule === 'method' && !/^(?:GET|POST)$/i.test(value))
      throw new RestError(400, 21403, `${name} must be GET or POST`);
    return [[field, rule === 'flag' ? value === 'true' : rule === 'method' ? value.toUpperCase() : value] as const];
  });
  return Object.assign(resource, Object.fromEntries(changes));
}

/** An application takes the place of a number's own URLs; a trunk takes the calls away. */
function findTargets(resources: Configuration['resources'], address: string): CallTargets | undefined {
  const number = [...resources.numbers.values()].find((each) => each['phone_number'] === address);
  const domain = [...resources.sipDomains.values()].find((each) => address.endsWith(`@${textOf(each['domain_name'])}`));
  const own = number ?? domain ?? [...resources.numbers.values()].find((each) => each['phone_number'] === ownedNumber);
  if (!own || own['trunk_sid']) return undefined;
  const applicationSid = textOf(own['voice_application_sid']);
  const from = applicationSid ? resources.applications.get(applicationSid) : own;
  if (!from || !from['voice_url']) return undefined;
  const text = (field: string) => textOf(from[field]);
  const [status, method] =
    from === domain
      ? ['voice_status_callback_url', 'voice_status_callback_method']
      : ['status_callback', 'status_callback_method'];
  return {
    voiceUrl: text('voice_url'),
    voiceMethod: text('voice_method'),
    fallbackUrl: text('voice_fallback_url'),
    fallbackMethod: text('voice_fallback_method'),
    statusUrl: text(status),
    statusMethod: text(method),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function asObject(given: unknown): Fields {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Fields;
  throw new InvalidOptionError('the account and each of its resources must be a JSON object');
}

function asList(name: string, given: unknown): Fields[] {
  if (Array.isArray(given)) return given.map(asObject);
  throw new InvalidOptionError(`${name} must be a list`);
}
