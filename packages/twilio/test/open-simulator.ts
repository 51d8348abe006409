import type { CallResource } from '../src/rest/resources/call-resource.ts';
import type { TwilioRestConfig } from '../src/rest/twilio-rest-env.ts';

type RestFaults = {
  tooMany: number;
  serverError: number;
  hang: number;
  drip: number;
  revoked: boolean;
  retryAfter: number;
  concurrency: number;
  latencyMs: number;
  seed: number;
};

type RestStats = {
  requests: number;
  refused: { tooMany: number; serverError: number };
  hung: number;
  dripped: number;
  unauthorized: number;
  maxInFlight: number;
};

/** A call as the simulator knows it. */
export type TrueCall = CallResource & {
  scenario: string;
  recordings: { sid: string; status: string; duration: string | null }[];
};

const HEALTHY = {
  tooMany: 0,
  serverError: 0,
  hang: 0,
  drip: 0,
  revoked: false,
  retryAfter: 0,
  concurrency: 0,
  latencyMs: 0,
};

/** The account that a simulator has when it is given none. */
export const demoConfig = (url: string) =>
  ({
    TWILIO_ACCOUNT_SID: 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e',
    TWILIO_AUTH_TOKEN: '0dd5eed5ca1ab1e0f1e55ed0ff1ce5aa',
    TWILIO_API_URL: url,
    TWILIO_MAX_IN_FLIGHT: 10,
  }) satisfies TwilioRestConfig;

/** The control side of a simulator that runs at `url`. */
export function simulatorAt(url: string) {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/simulator/${path}`, { method, headers, body: JSON.stringify(body) ?? null });
    if (!response.ok) throw new Error(`${method} ${path} got ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    /** These faults and no others, and counts from 0. */
    async setFaults(faults: Partial<RestFaults>): Promise<void> {
      await ask('PUT', 'rest-faults', { ...HEALTHY, seed: 7, ...faults });
      await ask('POST', 'rest-stats/reset');
    },
    restStats: () => ask<RestStats>('GET', 'rest-stats'),
    /** Makes calls of a past day, with their recordings. */
    addPast: (day: { day: string; calls: number; recordings: number; seed: number }) => ask('POST', 'past-calls', day),
    /** Plays calls whose callbacks all get lost. */
    play: (load: object) => ask('POST', 'load', { drop: 1, rate: 5000, speed: 1e6, seed: 3, ...load }),
    stats: () => ask<{ done: boolean }>('GET', 'stats'),
    truth: async () => (await ask<{ calls: TrueCall[] }>('GET', 'calls?limit=5000')).calls,
  };
}
