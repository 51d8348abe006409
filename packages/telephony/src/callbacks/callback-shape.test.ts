import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TWILIO_PAYLOADS, type TwilioPayload } from '../../../../test/fixtures/twilio-payloads.ts';
import { fieldsOf, rewrites, signedText, type SignedForm } from '../../../../test/support/twilio/rewrite-request.ts';
import { findShapeFault } from './callback-shape.ts';
import { parseFact } from '../facts/parse-fact.ts';
import { findCallbackPath, kindOfRequest } from './callback-paths.ts';
import { foldCall } from '../calls/fold-call.ts';

const QUERY = '?campaign_id=summerAb&candidate_id=71';

const formOf = ({ path, fields }: TwilioPayload, query = ''): SignedForm => ({
  rawTarget: path + query,
  pairs: Object.entries(fields),
});
const queryOf = (form: SignedForm) => Object.fromEntries(new URL(form.rawTarget, 'http://x').searchParams);

/** How ingest handles a request: the state that its fact gives its call, or why it is quarantined. */
function outcome(form: SignedForm): { fault: string } | { state: object } {
  const [fields, query, path] = [fieldsOf(form), queryOf(form), findCallbackPath(form.rawTarget)];
  if (path === undefined) return { fault: 'no such path' };
  const kind = kindOfRequest(path, fields);
  const fault = findShapeFault(kind, { fields, query, rawTarget: form.rawTarget, signedText: signedText(form) });
  if (fault !== null) return { fault };
  const fact = parseFact({
    kind,
    dedupeKey: 'key',
    source: 'webhook',
    payload: fields,
    query,
    receivedAt: '2026-11-21T00:00:00.000000Z',
  });
  const { webhookEvents: _words, ...state } = foldCall(fact.callSid ?? '', [fact], new Set(['+18885551212']));
  return { state };
}

test.each(TWILIO_PAYLOADS)('Twilio’s own request is accepted: $name', ({ name, path, kind, fields }) => {
  for (const query of ['', QUERY]) {
    const form = formOf({ name, path, kind, fields }, query);
    expect(kindOfRequest(findCallbackPath(form.rawTarget)!, fields)).toBe(kind);
    expect(outcome(form)).toHaveProperty('state');
  }
});

test('a request rewritten under the same signature is quarantined or changes nothing', () => {
  const complete = TWILIO_PAYLOADS.filter(({ fields }) => 'AccountSid' in fields);
  const forms = complete.flatMap((payload) => [formOf(payload), formOf(payload, QUERY)]);
  const mutants = forms.flatMap((form) => Array.from(rewrites(form), (mutant) => ({ form, mutant })));
  expect(mutants.length).toBeGreaterThan(10_000);
  fc.assert(
    fc.property(fc.constantFrom(...mutants), ({ form, mutant }) => isHarmless(form, mutant)),
    { numRuns: 5000 },
  );
});

function isHarmless(form: SignedForm, mutant: SignedForm): boolean {
  const after = outcome(mutant);
  return 'fault' in after || JSON.stringify(after) === JSON.stringify(outcome(form));
}

test.each([
  ['CallSid', 'CA123'],
  ['CallStatus', 'answered'],
  ['CallStatus', ['completed', 'busy']],
  ['CallDuration', '-1'],
  ['SequenceNumber', '1e3'],
  ['Timestamp', 'yesterday'],
  ['From', '+1 (508) 514-0320; drop table'],
  ['RecordingUrl', 'javascript:alert(1)'],
])('%s = %j is impossible', (name, value) => {
  const fields = { ...TWILIO_PAYLOADS[0]!.fields, [name]: value };
  const request = { fields, query: {}, rawTarget: '/', signedText: '/' };
  expect(findShapeFault('call-status', request)).toContain(name);
});

test('unknown fields are kept and never a fault', () => {
  const fields = { ...TWILIO_PAYLOADS[0]!.fields, NewIn2027: 'x', Zeta: ['a', 'b'], constructor: 'y', SipHeader_X: '' };
  expect(
    findShapeFault('call-status', { fields, query: { menu_id: '0' }, rawTarget: '/', signedText: '/' }),
  ).toBeNull();
});
