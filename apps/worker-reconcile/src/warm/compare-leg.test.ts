import { describe, expect, test } from '@jest/globals';
import type { Fact } from '@trunkline/telephony/facts';
import type { SentRequest } from '@trunkline/telephony/reconciliation';
import { dateRecordings } from '../missing-callbacks.ts';
import { recordingResource, sidOf } from '../../../../test/support/twilio/resources.ts';
import { compareLeg } from './compare-leg.ts';

const CALL = sidOf('CA', 1);
const RECORDING = sidOf('RE', 1);
const at = (second: number): string => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString();
const QUARTER_LATER = new Date(at(960));

const fact = (changes: Partial<Fact>): Fact => ({
  key: `${changes.kind ?? 'call-status'}:${changes.status}:${changes.sequence}`,
  kind: 'call-status',
  source: 'webhook',
  callSid: CALL,
  status: null,
  sequence: null,
  occurredAt: null,
  observedAt: at(30),
  values: { twilioDirection: 'outbound-api' },
  ...changes,
});
const status = (said: Fact['status'], sequence: number): Fact =>
  fact({ status: said, sequence, occurredAt: at(sequence * 5) });
const all = [status('initiated', 0), status('ringing', 1), status('in-progress', 2), status('completed', 3)];
const sent = (name: string, sequence: number | null, ...answers: (number | null)[]): SentRequest => ({
  name,
  sequence,
  answers,
});
const listed = [
  sent('initiated', 0, 204),
  sent('ringing', 1, 204),
  sent('answered', 2, 204),
  sent('completed', 3, 204),
];

function compare(facts: Fact[], requests: SentRequest[] | null) {
  const leg = { callSid: CALL, facts, dialAction: null };
  const inboxIdOf = (sid: string) => (sid === RECORDING ? '77' : null);
  return compareLeg({ leg, sent: requests, inboxIdOf, now: QUARTER_LATER }).map(
    ({ missing, class: why, evidence, healingInboxId }) => ({ missing, class: why, evidence, healingInboxId }),
  );
}
const classes = (...gaps: ReturnType<typeof compare>) => gaps.map((gap) => [gap.missing, gap.class]);

describe('Twilio’s account of a call', () => {
  test('that agrees with ours has no gap, whichever of the two has more', () => {
    expect(compare(all, listed)).toEqual([]);
    expect(compare(all, [])).toEqual([]);
    expect(compare(all, null)).toEqual([]);
  });

  test('gives the class of a known missing callback, with the answers it got', () => {
    const lost = all.toSpliced(1, 1);
    expect(classes(...compare(lost, listed.toSpliced(1, 1)))).toEqual([['ringing', 'never_sent']]);
    expect(classes(...compare(lost, []))).toEqual([['ringing', 'unknown']]);
    expect(compare(lost, null)).toMatchObject([{ class: 'unknown', evidence: { requests_listed: null, answers: [] } }]);
    const failed = listed.with(1, sent('ringing', 1, null, 503));
    expect(compare(lost, failed)).toMatchObject([
      { missing: 'ringing', class: 'we_failed', evidence: { requests_listed: 4, answers: [null, 503] } },
    ]);
    expect(classes(...compare(lost, listed))).toEqual([['ringing', 'acked_but_absent']]);
  });

  test('shows a callback that nothing else names', () => {
    expect(compare(all.slice(0, 1), [sent('initiated', 0, 204), sent('completed', 1, 500)])).toEqual([
      {
        missing: 'completed',
        class: 'we_failed',
        evidence: { because: 'Twilio lists that it sent it', answers: [500] },
        healingInboxId: null,
      },
    ]);
  });

  test('makes one gap of a callback that we know by its sequence number and Twilio by its name', () => {
    const facts = [status('initiated', 0), status('completed', 2)];
    const requests = [sent('initiated', 0, 204), sent('answered', 1, null, 503), sent('completed', 2, 204)];
    expect(compare(facts, requests)).toMatchObject([
      { missing: 'status callback 1', class: 'we_failed', evidence: { answers: [null, 503] } },
    ]);
  });

  test('that lists only requests for TwiML proves nothing of the others', () => {
    expect(classes(...compare(all.toSpliced(1, 1), [sent('voice request', null, 200)]))).toContainEqual([
      'ringing',
      'unknown',
    ]);
  });
});

describe('a recording that REST shows', () => {
  const resource = recordingResource();
  const observed = fact({
    kind: 'recording-resource',
    source: 'reconcile_warm',
    observedAt: QUARTER_LATER.toISOString(),
    recording: { sid: RECORDING, status: 'completed', startedAt: at(5), durationSec: 20 },
  });
  const dated = dateRecordings([observed], [resource]);

  test('had its callback due when Twilio finished it, not when we observed it, and is healed by the observation', () => {
    expect(compare([...all, observed], listed)).toEqual([]); // just now: its callback may still arrive
    expect(compare([...all, ...dated], listed)).toMatchObject([
      { missing: `recording ${RECORDING} completed`, class: 'unknown', healingInboxId: '77' },
    ]);
  });

  test('whose callback Twilio lists is missing once', () => {
    const requests = [...listed, sent(`recording ${RECORDING} completed`, null, 503)];
    expect(classes(...compare([...all, ...dated], requests))).toEqual([
      [`recording ${RECORDING} completed`, 'we_failed'],
    ]);
  });

  test('keeps its date where Twilio gives none', () => {
    expect(dateRecordings([observed], [{ ...resource, date_updated: null }])).toEqual([observed]);
    expect(dateRecordings(all, [resource])).toEqual(all);
  });
});
