import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { awaitFact } from './await-fact.ts';
import { CALLERS, RETURNING_CALLER } from './cast.ts';
import type { Send } from './send-json.ts';

/** Lets one person call twice, so that their conversation has more than one call. */
export async function callTwice(simulator: Send, signal: AbortSignal): Promise<void> {
  const call = (staySeconds: number) =>
    simulator('/simulator/calls', { from: RETURNING_CALLER.number, stay_seconds: staySeconds, speed: 1 });
  await call(20);
  await delay(40_000, undefined, { signal });
  await call(300);
}

/**
 * Calls that are short enough to end before the hot tier looks for silent calls for the second time, and whose end Twilio
 * never reports.
 */
const LOST_ENDS = { calls: 2, rate: 100, speed: 1, longestTalk: 15, scenarios: ['answered'], dropEnd: 1 };

type Losing = { asAdmin: Send; simulator: Send; signal: AbortSignal };

/** Lets Twilio lose the ends of two calls; returns the SID of the first that is healed. */
export async function loseEnds({ asAdmin, simulator, signal }: Losing): Promise<string> {
  const since = new Date().toISOString();
  const callers = CALLERS.map(({ number }) => number);
  await simulator('/simulator/load', { ...LOST_ENDS, callers, seed: randomInt(1e9) });
  return awaitFact('No lost callback was healed', { signal, seconds: 300 }, async () => {
    type Gap = { call_sid: string; missing: string; noticed_at: string };
    const { data } = await asAdmin<{ data: Gap[] }>('/api/gaps?state=healed&limit=20');
    return data.find(({ missing, noticed_at }) => missing === 'completed' && noticed_at > since)?.call_sid;
  });
}
