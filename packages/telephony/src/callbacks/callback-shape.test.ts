import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TWILIO_PAYLOADS, type TwilioPayload } from '../../../../test/fixtures/twilio-payloads.ts';
import { fieldsOf, rewrites, type SignedForm } from '../../../../test/support/twilio/rewrite-request.ts';
import { findShapeFault } from './callback-shape.ts';
import { parseFact } from '../facts/parse-fact.ts';
import { readQuery } from './read-query.ts';
import { findCallbackPath, kindOfRequest } from './callback-paths.ts';
import type { Fact } from '../facts/fact.ts';

const QUERY = '?campaign_id=summerAb&candidate_id=71';

const formOf = ({ path, fields }: TwilioPayload, query = ''): SignedForm => ({
  rawTarget: path + query,
  pairs: Object.entries(fields),
});
const queryOf = (form: SignedForm) => Object.fromEntries(new URL(form.rawTarget, 'http://x').searchParams);

/** How ingest and the workers handle a request: the fact that is read, or why it is quarantined. */
function outcome(form: SignedForm): { fault: string } | { fact: Fact } {
  const [fields, query, path] = [fieldsOf(form), queryOf(form), findCallbackPath(form.rawTarget)];
  if (path === undefined) return { fault: 'no such path' };
  const kind = kindOfRequest(path, fields);
  const fault = findShapeFault(kind, fields);
  if (fault !== null) return { fault };
  const read = readQuery(query, form.rawTarget, fields);
  return { fact: parseFact({ ...STORED, kind, payload: fields, query: read }) };
}

const STORED = { dedupeKey: 'key', source: 'webhook', receivedAt: '2026-11-21T00:00:00.000000Z' } as const;

test.each(TWILIO_PAYLOADS)('Twilio’s own request is accepted: $name', ({ name, path, kind, fields }) => {
  for (const query of ['', QUERY]) {
    const form = formOf({ name, path, kind, fields }, query);
    expect(kindOfRequest(findCallbackPath(form.rawTarget)!, fields)).toBe(kind);
    expect(outcome(form)).toHaveProperty('fact');
  }
});

test('of a request rewritten under the same signature only values of the original are read', () => {
  const complete = TWILIO_PAYLOADS.filter(({ fields }) => 'AccountSid' in fields);
  const forms = complete.flatMap((payload) => [formOf(payload), formOf(payload, QUERY)]);
  const mutants = forms.flatMap((form) => Array.from(rewrites(form), (mutant) => ({ form, mutant })));
  expect(mutants.length).toBeGreaterThan(10_000);
  const originals = new Map(forms.map((form) => [form, outcome(form)]));
  const isForged = ({ form, mutant }: (typeof mutants)[number]) => forgedIn(originals.get(form)!, mutant).length > 0;
  fc.assert(
    fc.property(fc.constantFrom(...mutants), (mutant) => !isForged(mutant)),
    { numRuns: 10_000 },
  );
});

/** What is read of a rewritten request and says something else than the original. */
function forgedIn(before: ReturnType<typeof outcome>, mutant: SignedForm): string[] {
  const after = outcome(mutant);
  if ('fault' in after || !('fact' in before)) return [];
  const original = new Map(leaves(before.fact));
  return leaves(after.fact).flatMap(([path, value]) =>
    original.get(path) === value ? [] : [`${path}: ${String(value)}`],
  );
}

/** Every value in it with its path; the kind is ours, and says what is read. */
const leaves = (value: object, path = ''): [string, unknown][] =>
  Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    if (item === null || item === undefined || name === 'kind') return [];
    return typeof item === 'object' ? leaves(item as object, `${path}${name}.`) : [[`${path}${name}`, item]];
  });

test.each([
  ['CallSid', 'CA123', 'malformed'],
  ['CallSid', '', 'empty'],
  ['CallSid', null, 'empty'],
  ['CallSid', [`CA${'1'.repeat(32)}`, `CA${'2'.repeat(32)}`], 'repeated'],
  ['CallStatus', 'paused', 'unknown'],
  ['CallStatus', '', 'empty'],
  ['CallStatus', ['completed', 'busy'], 'repeated'],
])('%s = %j is a fault', (name, value, word) => {
  const fields = { ...TWILIO_PAYLOADS[0]!.fields, [name]: value };
  expect(findShapeFault('call-status', fields)).toMatch(new RegExp(`^${name} .*${word}`));
});

test.each<[string, unknown, (fact: Fact) => unknown, unknown]>([
  ['CallDuration', '-1', ({ values }) => values.durationSec, undefined],
  ['CallDuration', 17, ({ values }) => values.durationSec, 17],
  ['CallDuration', ['17', '18'], ({ values }) => values.durationSec, undefined],
  ['CallDuration', ['17', '17'], ({ values }) => values.durationSec, 17],
  ['SequenceNumber', '1e3', ({ sequence }) => sequence, null],
  ['SequenceNumber', 0, ({ sequence }) => sequence, 0],
  ['Timestamp', 'yesterday', ({ occurredAt }) => occurredAt, null],
  ['ParentCallSid', null, ({ values }) => values.parentCallSid, undefined],
  ['ParentCallSid', '', ({ values }) => values.parentCallSid, undefined],
  ['RecordingUrl', 'javascript:alert(1)', ({ recording }) => recording, undefined],
  ['CallStatus', 'answered', ({ status }) => status, 'in-progress'],
])('%s = %j costs no more than its own value', (name, value, read, expected) => {
  const fields = { ...TWILIO_PAYLOADS[0]!.fields, [name]: value };
  expect(findShapeFault('call-status', fields)).toBeNull();
  expect(read(parseFact({ ...STORED, kind: 'call-status', payload: fields, query: {} }))).toBe(expected);
});

/** Fields of applications, callers and verbs that are named like Twilio's own. */
test.each<[string, Record<string, string>]>([
  ['Refer', { ReferCallStatus: 'in-progress', ReferSipResponseCode: '202', NotifySipResponseCode: '200' }],
  ['Pay', { PayErrorCode: '64001', PaymentError: 'declined' }],
  ['a SIP header', { 'SipHeader_X-Timestamp': '2026-11-28T10:00:00Z', 'SipHeader_X-SequenceNumber': '7' }],
  ['a parameter', { customerConferenceSid: `CF${'0'.repeat(32)}`, leadTimestamp: '2026-11-28T10:00:00.000Z' }],
  ['a parameter in upper case', { LeadParentCallSid: `CA${'0'.repeat(32)}`, OriginalDialCallStatus: 'completed' }],
  [
    'the trace of a rewrite',
    { ParentCallSidCA1: '2', [`RecordingSidRE${'0'.repeat(32)}`]: '', DialCallStatuscom: 'pleted' },
  ],
  ['hostile text', { Aa: `ParentCallSidCA${'0'.repeat(32)}`, SpeechResult: 'DialCallStatuscompleted' }],
  ['a name of Twilio’s', { Timestamp: '1764300000000', RecordingSid: `RE${'0'.repeat(32)}`, CallDuration: '9' }],
  ['later fields', { NewIn2027: 'x', Zeta: 'y', constructor: 'z', SipHeader_X: '' }],
])('%s in a voice request is no fault, and not read', (_what, more) => {
  const plain = TWILIO_PAYLOADS.find(({ name }) => name === 'call to a number')!.fields;
  const read = (fields: object) => parseFact({ ...STORED, kind: 'call-inbound', payload: fields, query: {} });
  const fields = Object.fromEntries(Object.entries({ ...plain, ...more }).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  expect(findShapeFault('call-inbound', fields)).toBeNull();
  expect(read(fields)).toEqual(read(plain));
});

test.each([
  ['client:Jane Doe'],
  ["Joe's B&B"],
  ['sim:DE0123456789abcdef0123456789abcdef'],
  ['app:AP0123456789abcdef0123456789abcdef'],
  ['tel:+15085140320'],
  ['3Com'],
])('a call from %s is kept with its party as said', (From) => {
  const fields = { ...TWILIO_PAYLOADS[0]!.fields, From, Caller: From };
  expect(findShapeFault('call-status', fields)).toBeNull();
  expect(parseFact({ ...STORED, kind: 'call-status', payload: fields, query: {} }).values.fromNumber).toBe(From);
});

test('a parameter of ours in another form is not read, and nothing else is lost', () => {
  const query = { candidate_id: 'abc', campaign_id: 'spring sale', menu_id: '7', attempt: ['1', '2'], intent_id: '' };
  expect(readQuery(query, '/x?menu_id=7', { AccountSid: 'AC1' })).toEqual({ menu_id: '7' });
});

test('the last parameter of a URL is not read where its end may stand in the form', () => {
  const query = { campaign_id: 'spring', candidate_id: '7' };
  const target = '/x?campaign_id=spring&candidate_id=7';
  expect(readQuery(query, target, { '1AccountSid': 'AC1' })).toEqual({ campaign_id: 'spring' });
  expect(readQuery(query, target, { AccountSid: 'AC1' })).toEqual(query);
});
