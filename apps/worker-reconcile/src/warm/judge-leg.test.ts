import { describe, expect, test } from '@jest/globals';
import type { Fact } from '@trunkline/telephony/facts';
import type { SentRequest } from '@trunkline/telephony/reconciliation';
import { dateRecordings } from '../date-recordings.ts';
import { recordingResource, sidOf } from '../../../../test/support/twilio/resources.ts';
import { judgeLeg } from './judge-leg.ts';

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

function judge(facts: Fact[], requests: SentRequest[] | null) {
  const leg = { callSid: CALL, facts, dialAction: null };
  const inboxIdOf = (sid: string) => (sid === RECORDING ? '77' : null);
  return judgeLeg({ leg, sent: requests, inboxIdOf, now: QUARTER_LATER }).map(
    ({ missing, class: why, evidence, healingInboxId }) => ({ missing, class: why, evidence, healingInboxId }),
  );
}
const classes = (...gaps: ReturnType<typeof judge>) => gaps.map((gap) => [gap.missing, gap.class]);

describe('Twilio’s account of a call', () => {
  test('that agrees with ours has no gap, whoever tells more', () => {
    expect(judge(all, listed)).toEqual([]);
    expect(judge(all, [])).toEqual([]);
    expect(judge(all, null)).toEqual([]);
  });

  test('says why a callback of which we know is missing, with the answers it got', () => {
    const lost = all.toSpliced(1, 1);
    expect(classes(...judge(lost, listed.toSpliced(1, 1)))).toEqual([['ringing', 'never_sent']]);
    expect(classes(...judge(lost, []))).toEqual([['ringing', 'unknown']]);
    expect(judge(lost, null)).toMatchObject([{ class: 'unknown', evidence: { requests_listed: null, answers: [] } }]);
    const failed = listed.with(1, sent('ringing', 1, null, 503));
    expect(judge(lost, failed)).toMatchObject([
      { missing: 'ringing', class: 'we_failed', evidence: { requests_listed: 4, answers: [null, 503] } },
    ]);
    expect(classes(...judge(lost, listed))).toEqual([['ringing', 'acked_but_absent']]);
  });

  test('tells of a callback that nothing else speaks of', () => {
    expect(judge(all.slice(0, 1), [sent('initiated', 0, 204), sent('completed', 1, 500)])).toEqual([
      {
        missing: 'completed',
        class: 'we_failed',
        evidence: { because: 'Twilio lists that it sent it', answers: [500] },
        healingInboxId: null,
      },
    ]);
  });

  test('makes one gap of a callback that we know by its number and Twilio by its name', () => {
    const facts = [status('initiated', 0), status('completed', 2)];
    const requests = [sent('initiated', 0, 204), sent('answered', 1, null, 503), sent('completed', 2, 204)];
    expect(judge(facts, requests)).toMatchObject([
      { missing: 'status callback 1', class: 'we_failed', evidence: { answers: [null, 503] } },
    ]);
  });

  test('that lists requests for TwiML alone proves nothing of the others', () => {
    expect(classes(...judge(all.toSpliced(1, 1), [sent('voice request', null, 200)]))).toContainEqual([
      'ringing',
      'unknown',
    ]);
  });
});

describe('a recording that REST tells of', () => {
  const resource = recordingResource();
  const entered = fact({
    kind: 'recording-resource',
    source: 'reconcile_warm',
    observedAt: QUARTER_LATER.toISOString(),
    recording: { sid: RECORDING, status: 'completed', startedAt: at(5), durationSec: 20 },
  });
  const dated = dateRecordings([entered], [resource]);

  test('had its callback due when Twilio finished it, not when we asked, and is healed by what was entered', () => {
    expect(judge([...all, entered], listed)).toEqual([]); // just now: it might still come
    expect(judge([...all, ...dated], listed)).toMatchObject([
      { missing: `recording ${RECORDING} completed`, class: 'unknown', healingInboxId: '77' },
    ]);
  });

  test('whose callback Twilio lists is missing once', () => {
    const requests = [...listed, sent(`recording ${RECORDING} completed`, null, 503)];
    expect(classes(...judge([...all, ...dated], requests))).toEqual([
      [`recording ${RECORDING} completed`, 'we_failed'],
    ]);
  });

  test('stays as old as it is where Twilio does not date it', () => {
    expect(dateRecordings([entered], [{ ...resource, date_updated: null }])).toEqual([entered]);
    expect(dateRecordings(all, [resource])).toEqual(all);
  });
});
