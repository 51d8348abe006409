import { ownedNumber, sipDomain } from '../account.ts';
import type { ScenarioName } from '../load/scenario.ts';
import type { Random } from '../random.ts';
import { applyStatus, type CallRecord, newCallRecord, type TerminalStatus } from '../truth/call-record.ts';
import { dispatcher, ownNumber, type Party, randomPerson } from '../truth/party.ts';

interface Given {
  accountSid: string;
  scenario: ScenarioName;
  startAt: number;
  random: Random;
}

/** A finished call, followed by its dialled legs, similar to the scenario of a load. */
export function pastCall(given: Given): CallRecord[] {
  const { scenario, random } = given;
  if (scenario === 'inbound') return incoming(given, randomPerson(random), ownNumber, []);
  if (scenario === 'inbound-sip-bridged') return incoming(given, randomPerson(random), ownNumber, [dispatcher]);
  if (scenario === 'transfer')
    return incoming(given, randomPerson(random), ownNumber, [dispatcher, randomPerson(random)]);
  if (scenario !== 'outbound-bridged') return [placed(given, ends[scenario])];
  const callee = randomPerson(random);
  return incoming(given, dispatcher, { address: `sip:${callee.address}@${sipDomain}` }, [callee]);
}

const ends = {
  answered: 'completed',
  voicemail: 'completed',
  busy: 'busy',
  'no-answer': 'no-answer',
  failed: 'failed',
  canceled: 'canceled',
  'canceled-queued': 'canceled',
} as const;

function placed(given: Given, status: TerminalStatus): CallRecord {
  const { random, startAt, scenario } = given;
  const queueTimeMs = random.integer(0, 2000);
  const record = open(given, { from: ownNumber, to: randomPerson(random), at: startAt - queueTimeMs });
  record.queueTimeMs = queueTimeMs;
  if (scenario === 'voicemail') record.answeredBy = 'machine_start';
  if (scenario === 'canceled-queued') applyStatus(record, 'canceled', startAt);
  else ringAndEnd(record, status, startAt, random);
  return record;
}

/** The legs are dialled one after the other; the second one is the colleague of a transfer. */
function incoming(given: Given, from: Party, to: Party, callees: readonly Party[]): CallRecord[] {
  const { random, startAt } = given;
  const parent = open(given, { from, to, at: startAt });
  applyStatus(parent, 'ringing', startAt);
  applyStatus(parent, 'in-progress', startAt + 1000);
  let at = startAt + 1000 * random.integer(2, callees.length > 0 ? 3 : 40);
  const children = callees.map((callee) => {
    const child = open(given, { from: callee === dispatcher ? from : ownNumber, to: callee, at, parent });
    child.forwardedFrom = ownedNumber;
    const status = random.chance(0.85) ? 'completed' : random.pick(['no-answer', 'busy'] as const);
    ringAndEnd(child, status, at, random);
    at = child.updatedAt + 1000;
    return child;
  });
  applyStatus(parent, 'completed', at);
  return [parent, ...children];
}

interface Opening {
  from: Party;
  to: Party;
  at: number;
  parent?: CallRecord;
}

function open({ accountSid, scenario, random }: Given, { from, to, at, parent }: Opening): CallRecord {
  const isPlaced = from === ownNumber && !parent;
  return newCallRecord({
    sid: `CA${random.hex(32)}`,
    accountSid,
    parentCallSid: parent?.sid ?? null,
    from: from.address,
    to: to.address,
    direction: parent ? 'outbound-dial' : isPlaced ? 'outbound-api' : 'inbound',
    scenario,
    createdAt: at,
  });
}

function ringAndEnd(record: CallRecord, status: TerminalStatus, at: number, random: Random): void {
  applyStatus(record, 'ringing', at);
  const rungAt = at + 1000 * random.integer(3, 30);
  if (status === 'completed') applyStatus(record, 'in-progress', rungAt);
  applyStatus(record, status, status === 'completed' ? rungAt + 1000 * random.integer(1, 180) : rungAt);
}
