import type { CallScenario } from './scenario.ts';

const PLACED = ['initiated', 'ringing', 'answered', 'completed'] as const;
/** A call that would be complete, if nothing went wrong. */
const ANSWERED = { scenario: 'answered', talk_seconds: 30, recorded: false } as const;
const HEALS = { withinSeconds: 300 } as const;

/** Calls on whose way to Trunkline something goes wrong. */
export const FAULTS: readonly CallScenario[] = [
  {
    name: 'duplicate',
    what: 'every callback arrives twice',
    outcome: 'each is stored once, complete',
    calls: [{ ...ANSWERED, faults: [{ fault: 'duplicate' }] }],
    callbacks: PLACED.map((name) => `${name} (twice)`),
    expect: { state: 'completed', legs: 1, stored: 'all', duplicates: 'all-copies', verdict: ['complete'] },
    withinSeconds: 40,
  },
  {
    name: 'out-of-order',
    what: 'answered arrives some seconds after completed',
    outcome: 'stays completed, 1 reordered, complete',
    calls: [{ ...ANSWERED, talk_seconds: 4, faults: [{ fault: 'delay', callback: 'answered', seconds: 8 }] }],
    callbacks: ['initiated', 'ringing', 'completed', 'answered'],
    expect: { state: 'completed', legs: 1, stored: 'all', reordered: 1, verdict: ['complete'] },
    withinSeconds: 40,
  },
  {
    name: 'late-completed',
    what: 'completed arrives 45 s after the end; it was due within 30 s',
    outcome: 'completed, 1 late, complete or healed meanwhile',
    calls: [{ ...ANSWERED, faults: [{ fault: 'delay', callback: 'completed', seconds: 45 }] }],
    callbacks: ['initiated', 'ringing', 'answered', 'completed (45 s late)'],
    expect: { state: 'completed', legs: 1, stored: 'all', late: 1, verdict: ['complete', 'healed'] },
    withinSeconds: 120,
  },
  {
    name: 'missing-completed',
    what: 'completed never arrives',
    outcome: 'a gap, healed from the REST API by the hot tier',
    calls: [{ ...ANSWERED, faults: [{ fault: 'drop', callback: 'completed' }] }],
    callbacks: ['initiated', 'ringing', 'answered', 'completed (never sent)'],
    expect: {
      state: 'completed',
      legs: 1,
      stored: 'all',
      verdict: ['healed'],
      healedBy: 'hot',
      gaps: ['completed healed'],
    },
    ...HEALS,
  },
  {
    name: 'missing-all',
    what: 'no callback ever arrives; a scan of Twilio’s lists finds the call',
    outcome: 'completed, known from the scan only',
    calls: [{ ...ANSWERED, faults: [{ fault: 'drop' }] }],
    callbacks: PLACED.map((name) => `${name} (never sent)`),
    steps: [{ when: 'over', do: 'sync' }],
    expect: { state: 'completed', legs: 1, stored: 'none', verdict: ['healed'], healedBy: 'sync' },
    ...HEALS,
  },
  {
    name: 'bad-signature',
    what: 'every callback is signed with the token of another account',
    outcome: 'all refused with 403, the call is unknown, the cause is named',
    calls: [{ ...ANSWERED, faults: [{ fault: 'wrong-token' }], status_path: '/twilio-status' }],
    callbacks: PLACED.map((name) => `${name} (wrong signature)`),
    expect: { state: 'unknown', stored: 'none', refused: ['old-token-or-forged'] },
    withinSeconds: 60,
  },
  {
    name: 'wrong-scheme',
    what: 'a number has http in its URLs where Trunkline has https, or the reverse',
    outcome: 'all refused with 403, the call is unknown, the cause is named',
    calls: [{ scenario: 'inbound-sip-bridged', recorded: false, faults: [{ fault: 'wrong-scheme' }] }],
    callbacks: ['voice (signed for the other scheme)', 'completed (signed for the other scheme)'],
    expect: { state: 'unknown', stored: 'none', refused: ['configured-with-http', 'configured-with-https'] },
    withinSeconds: 60,
  },
  {
    name: 'poison',
    what: 'one callback has a CallStatus that Twilio does not document',
    outcome: 'that one is quarantined, the call is completed, explain is suspect',
    calls: [{ ...ANSWERED, set: [{ callback: 'answered', parameter: 'CallStatus', value: 'paused' }] }],
    callbacks: ['initiated', 'ringing', 'answered (CallStatus=paused)', 'completed'],
    expect: { state: 'completed', legs: 1, stored: 'all', quarantined: 1, verdict: ['suspect'] },
    withinSeconds: 60,
  },
];
