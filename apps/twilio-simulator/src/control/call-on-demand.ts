import { ownedNumber } from '../account.ts';
import type { CallPlan } from '../calls/call-plan.ts';
import { type IncomingCall, longestStay, type ScenarioCall } from '../conversation/call-request.ts';
import { readInterference } from '../delivery/aimed-faults.ts';
import { readScenarios } from '../load/load-options.ts';
import { flag, InvalidOptionError, oneOf, readNumber } from '../settings.ts';
import { isAddress, type Party, partyAt } from '../truth/party.ts';

/**
 * Reads the body of `POST /simulator/calls`: of a scenario, or of an incoming call whose caller stays on the line. Throws
 * `InvalidOptionError`.
 */
export function readCallOnDemand(given: unknown): ScenarioCall | IncomingCall {
  const { speed, seed, faults, set, scenario, ...others } = asObject(given);
  const shared = {
    speed: speed === undefined ? undefined : readNumber('speed', speed, 0.01, 1e9),
    seed: seed === undefined ? undefined : readNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER),
    interference: readInterference(faults, set),
  };
  if (scenario === undefined) return { ...shared, ...readIncoming(others) };
  const [name] = readScenarios(scenario) as [ScenarioCall['scenario']];
  return { ...shared, scenario: name, plan: readPlan(others) };
}

const ALWAYS = 'speed, seed, faults, set, scenario';

function readIncoming(given: Record<string, unknown>): Omit<IncomingCall, 'speed' | 'seed' | 'interference'> {
  const { from, to = ownedNumber, stay_seconds = 3600, url, twiml, ...others } = given;
  refuse(others, `from, to, stay_seconds, url, twiml, ${ALWAYS}`);
  return {
    from: readAddress('from', from),
    to: readAddress('to', to),
    staySeconds: readNumber('stay_seconds', stay_seconds, 1, longestStay),
    source: readTwimlSource(url, twiml),
  };
}

function readPlan(given: Record<string, unknown>): CallPlan {
  const { from, to, outcome, talk_seconds, recorded, status_path, ...others } = given;
  refuse(others, `from, to, outcome, talk_seconds, recorded, status_path, ${ALWAYS}`);
  const party = (name: string, address: unknown): Party => partyAt(readAddress(name, address));
  return {
    ...(from !== undefined && { from: party('from', from) }),
    ...(to !== undefined && { to: party('to', to) }),
    ...(outcome !== undefined && { outcome: oneOf(outcomes)('outcome', outcome) }),
    ...(talk_seconds !== undefined && { talkSeconds: readNumber('talk_seconds', talk_seconds, 1, longestStay) }),
    ...(recorded !== undefined && { isRecorded: flag('recorded', recorded) }),
    ...(status_path !== undefined && { statusPath: readPath('status_path', status_path) }),
  };
}

const outcomes = ['completed', 'no-answer', 'busy', 'failed'] as const;

function refuse(others: object, known: string): void {
  const [unknown] = Object.keys(others);
  if (unknown) throw new InvalidOptionError(`${unknown} must be one of ${known}`);
}

function asObject(given: unknown): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  throw new InvalidOptionError('a call must be a JSON object');
}

function readAddress(name: string, given: unknown): string {
  if (typeof given === 'string' && isAddress(given)) return given;
  throw new InvalidOptionError(`${name} must be a phone number or a SIP address, not ${JSON.stringify(given)}`);
}

function readPath(name: string, given: unknown): string {
  if (typeof given === 'string' && given.startsWith('/')) return given;
  throw new InvalidOptionError(`${name} must be a path, not ${JSON.stringify(given)}`);
}

function readTwimlSource(url: unknown, twiml: unknown): IncomingCall['source'] {
  if (typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return { url, method: 'POST' };
  if (url !== undefined) throw new InvalidOptionError(`url must be an address, not ${JSON.stringify(url)}`);
  if (typeof twiml === 'string') return { twiml };
  if (twiml !== undefined) throw new InvalidOptionError('twiml must be a text');
  return undefined;
}
