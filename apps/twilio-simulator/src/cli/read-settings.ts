import { aiFaultRules } from '../ai/ai-faults.ts';
import { type Clock, realTime, startClock } from '../clock/clock.ts';
import { callSettingRules } from '../conversation/call-settings.ts';
import { restFaultRules } from '../rest/rest-faults.ts';
import { restSettingRules } from '../rest/rest-view.ts';
import { InvalidOptionError, readNumber, type SettingRules } from '../settings.ts';
import type { SimulatorSettings } from '../simulator.ts';

/** The options as commander returns them, in camel case. */
export type Options = Record<string, string | string[] | boolean | undefined>;

/** Reads the simulator's settings. Throws `InvalidOptionError` for the first invalid option. */
export function readSettings(options: Options): SimulatorSettings {
  const target = readAddress('target', options['target']);
  const publicUrl = options['publicUrl'] === undefined ? target : readAddress('public-url', options['publicUrl']);
  const overrides = String(options['overrides']);
  if (overrides && !overrides.startsWith('#'))
    throw new InvalidOptionError(`overrides must start with '#', such as '#rc=5&rp=all'`);
  const account = {
    sid: readSid('account-sid', 'AC', options['accountSid']),
    authToken: String(options['authToken']),
    apiKey: readSid('api-key', 'SK', options['apiKey']),
    apiSecret: String(options['apiSecret']),
  };
  return {
    account,
    target,
    publicUrl,
    overrides,
    clock: readClock(options['clockStart'], options['clockSpeed']),
    restFaults: pick(options, restFaultFlags, restFaultRules),
    restSettings: pick(options, restSettingFlags, restSettingRules),
    aiFaults: pick(options, aiFaultFlags, aiFaultRules),
    aiKey: String(options['aiKey'] ?? ''),
    callSettings: pick(options, callSettingFlags, callSettingRules),
  };
}

const restFaultFlags = {
  tooMany: ['rest429', 'rest-429'],
  serverError: ['rest5xx', 'rest-5xx'],
  hang: ['restHang', 'rest-hang'],
  drip: ['restDrip', 'rest-drip'],
  revoked: ['restRevoked', 'rest-revoked'],
  retryAfter: ['restRetryAfter', 'rest-retry-after'],
  concurrency: ['restConcurrency', 'rest-concurrency'],
  latencyMs: ['restLatency', 'rest-latency'],
  postLost: ['restPostLost', 'rest-post-lost'],
  postRefused: ['restPostRefused', 'rest-post-refused'],
  seed: ['restSeed', 'rest-seed'],
} as const;

const restSettingFlags = {
  lag: ['restLag', 'rest-lag'],
  priceDelay: ['priceDelay', 'price-delay'],
  eventsDelay: ['eventsDelay', 'events-delay'],
  events: ['events', 'events'],
} as const;

/** The faults and the seed are the same options as those of a load. */
const callSettingFlags = {
  cps: ['cps', 'cps'],
  speed: ['callSpeed', 'call-speed'],
  talkSeconds: ['talkSeconds', 'talk-seconds'],
  seed: ['seed', 'seed'],
  drop: ['drop', 'drop'],
  duplicate: ['duplicate', 'duplicate'],
  reorder: ['reorder', 'reorder'],
  delay: ['delay', 'delay'],
  forge: ['forge', 'forge'],
  slow: ['slow', 'slow'],
  unanswered: ['unanswered', 'unanswered'],
  dropEnd: ['dropEnd', 'drop-end'],
} as const;

const aiFaultFlags = { gullible: ['aiGullible', 'ai-gullible'] } as const;

type Flags<T> = { readonly [Name in keyof T]?: readonly [option: string, flag: string] };

/** The settings whose flags are on the command line. */
function pick<T extends object>(options: Options, flags: Flags<T>, rules: SettingRules<T>): Partial<T> {
  const given = (Object.keys(flags) as (keyof T)[]).flatMap((name) => {
    const [option, flag] = flags[name] ?? [];
    if (!option || !flag || options[option] === undefined) return [];
    return [[name, rules[name](flag, options[option])]];
  });
  return Object.fromEntries(given) as Partial<T>;
}

function readSid(name: string, prefix: string, value: unknown): string {
  const sid = String(value);
  if (new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i').test(sid)) return sid;
  throw new InvalidOptionError(`${name} must be ${prefix} and 32 hexadecimal digits`);
}

function readAddress(name: string, value: unknown): string {
  const text = String(value);
  // Normalized by `URL` (no default port, lower-case host), because it also resolves relative URLs of TwiML.
  if (/^https?:\/\/[^/?#]+/.test(text) && URL.canParse(text)) return new URL(text).href.replace(/\/+$/, '');
  throw new InvalidOptionError(
    `${name} must be an address such as http://127.0.0.1:4000, not ${JSON.stringify(value)}`,
  );
}

function readClock(start: unknown, speed: unknown): Clock {
  const times = readNumber('clock-speed', speed, 1, 100_000);
  if (times === 1) return realTime;
  const startMs = typeof start === 'string' ? Date.parse(start) : Number.NaN;
  if (!Number.isNaN(startMs)) return startClock(startMs, times);
  throw new InvalidOptionError('clock-start must be a time such as 2026-11-21T12:00:00Z, as clock-speed is not 1');
}
