import type { CallSession } from '../calls/session.ts';
import type { Random } from '../random.ts';
import { outboundBridged, sipBridged, transferred, unbridged } from './inbound.ts';
import { answered, canceledWhileQueued, failed, rejected, voicemail } from './outbound.ts';

interface Scenario {
  play(session: CallSession): Promise<void>;
  /** How often it is picked, relative to the others. */
  weight: number;
  /** The mean number of callbacks; paces the start of calls. */
  callbacks: number;
  /** The longest that a call lasts. */
  longestSeconds: number;
}

/** All kinds of calls of a load. */
export const scenarios = {
  answered: { play: answered, weight: 30, callbacks: 4.3, longestSeconds: 240 },
  busy: { play: rejected('busy', ['486', '487'], [1, 5]), weight: 8, callbacks: 3, longestSeconds: 12 },
  'no-answer': { play: rejected('no-answer', ['487'], [20, 60]), weight: 10, callbacks: 3, longestSeconds: 70 },
  failed: { play: failed, weight: 6, callbacks: 2, longestSeconds: 8 },
  canceled: { play: rejected('canceled', ['487'], [2, 20]), weight: 4, callbacks: 3, longestSeconds: 30 },
  'canceled-queued': { play: canceledWhileQueued, weight: 2, callbacks: 0, longestSeconds: 5 },
  voicemail: { play: voicemail, weight: 8, callbacks: 4.5, longestSeconds: 240 },
  inbound: { play: unbridged, weight: 8, callbacks: 4.7, longestSeconds: 80 },
  'inbound-sip-bridged': { play: sipBridged, weight: 14, callbacks: 7.2, longestSeconds: 240 },
  'outbound-bridged': { play: outboundBridged, weight: 7, callbacks: 6.8, longestSeconds: 240 },
  transfer: { play: transferred, weight: 3, callbacks: 11.2, longestSeconds: 480 },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

export function pickScenario(random: Random, among: readonly ScenarioName[]): ScenarioName {
  const total = among.reduce((sum, name) => sum + scenarios[name].weight, 0);
  let left = random.next() * total;
  return among.find((name) => (left -= scenarios[name].weight) < 0) ?? (among[0] as ScenarioName);
}
