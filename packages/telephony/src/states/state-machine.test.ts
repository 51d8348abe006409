import { expect, test } from '@jest/globals';
import { finalStates, type StateMachine } from './state-machine.ts';
import { CALL_MACHINE } from '../calls/call-machine.ts';
import { CALL_STATUSES, isTerminal, statusRank } from '../calls/status.ts';
import { CONSENT_MACHINE } from '../consent/consent-state.ts';
import { INTENT_MACHINE, UNPLACED_INTENT_STATES, UNRESOLVED_INTENT_STATES } from '../dialing/intent-state.ts';
import { ORDER_MACHINE } from '../dialing/order-state.ts';
import { INBOX_MACHINE } from '../inbox/inbox-state.ts';
import { SCORE_MACHINE, TRANSCRIPT_MACHINE } from '../interviews/answer-state.ts';
import { INTERVIEW_MACHINE } from '../interviews/interview-state.ts';
import { MODEL_CALL_MACHINE } from '../interviews/model-call-state.ts';
import { COMMAND_MACHINE, isOpenCommand } from '../live-control/command-state.ts';
import { OPEN_SIREN_STATUSES, SIREN_MACHINE } from '../live-control/siren.ts';
import { GAP_MACHINE } from '../reconciliation/gap-state.ts';
import { isOpenSyncRun, SYNC_RUN_MACHINE } from '../reconciliation/sync-state.ts';
import { OPEN_OPERATION_STATES, OPERATION_ITEM_MACHINE, OPERATION_MACHINE } from '../operations/operation-state.ts';
import { CUSTODY_MACHINE, SETTLED_CUSTODY, UNFETCHED_CUSTODY } from '../recordings/custody.ts';
import { ENDPOINT_MACHINE } from '../webhooks/endpoint-state.ts';
import { DELIVERY_MACHINE, SETTLED_DELIVERY_STATES, UNDELIVERED_STATES } from '../webhooks/delivery-state.ts';

const MACHINES: StateMachine[] = [
  CALL_MACHINE,
  COMMAND_MACHINE,
  CONSENT_MACHINE,
  CUSTODY_MACHINE,
  DELIVERY_MACHINE,
  ENDPOINT_MACHINE,
  GAP_MACHINE,
  INBOX_MACHINE,
  INTENT_MACHINE,
  INTERVIEW_MACHINE,
  MODEL_CALL_MACHINE,
  OPERATION_ITEM_MACHINE,
  OPERATION_MACHINE,
  ORDER_MACHINE,
  SCORE_MACHINE,
  SIREN_MACHINE,
  SYNC_RUN_MACHINE,
  TRANSCRIPT_MACHINE,
];

/** States that no process writes, and why. */
const UNWRITTEN = ['Inbox row: processing']; // the row is locked instead

test.each(MACHINES.map((machine) => [machine.title, machine] as const))(
  '%s: every state is reached, and transitions name states of the machine only',
  (title, { states, starts, transitions }) => {
    const reached = new Set([...starts, ...transitions].map(({ to }) => to));
    expect(states.filter((state) => !reached.has(state) && !UNWRITTEN.includes(`${title}: ${state}`))).toEqual([]);
    for (const { from, to } of transitions) expect([...states]).toEqual(expect.arrayContaining([...from, to]));
  },
);

test.each([
  ['Recording custody', CUSTODY_MACHINE, ['absent', 'empty', 'gone', 'expired']],
  ['Live command', COMMAND_MACHINE, ['confirmed', 'failed', 'superseded']],
  ['Siren', SIREN_MACHINE, ['resolved', 'false_alarm']],
  ['Sync run', SYNC_RUN_MACHINE, ['completed', 'failed', 'canceled']],
  ['Inbox row', INBOX_MACHINE, ['completed', 'discarded']],
  ['Call intent', INTENT_MACHINE, ['submitted']],
  ['Interview', INTERVIEW_MACHINE, ['completed']],
  ['Operation', OPERATION_MACHINE, ['done', 'canceled', 'failed']],
  ['Item of an operation', OPERATION_ITEM_MACHINE, ['ok', 'failed', 'skipped']],
  ['Callback gap', GAP_MACHINE, ['healed']],
  ['Webhook delivery', DELIVERY_MACHINE, []],
] as [string, StateMachine, string[]][])('%s: nothing leaves these states', (_title, machine, final) => {
  expect(finalStates(machine)).toEqual(final);
});

test('the open states of commands, sync runs and sirens are those that a transition leaves', () => {
  expect(COMMAND_MACHINE.states.filter((state) => !isOpenCommand({ state }))).toEqual(finalStates(COMMAND_MACHINE));
  expect(SYNC_RUN_MACHINE.states.filter((state) => !isOpenSyncRun({ state }))).toEqual(finalStates(SYNC_RUN_MACHINE));
  expect(SIREN_MACHINE.states.filter((state) => !finalStates(SIREN_MACHINE).includes(state))).toEqual(
    OPEN_SIREN_STATUSES,
  );
});

test('the open states of operations are those that a transition leaves', () => {
  const open = OPERATION_MACHINE.states.filter((state) => !finalStates(OPERATION_MACHINE).includes(state));
  expect(open).toEqual(OPEN_OPERATION_STATES);
});

test('lists that share out the states of a machine leave none over', () => {
  expect([...UNFETCHED_CUSTODY, ...SETTLED_CUSTODY]).toEqual(CUSTODY_MACHINE.states);
  expect([...UNDELIVERED_STATES, ...SETTLED_DELIVERY_STATES]).toEqual(DELIVERY_MACHINE.states);
  expect([...UNRESOLVED_INTENT_STATES, 'submitted', ...UNPLACED_INTENT_STATES].toSorted()).toEqual(
    INTENT_MACHINE.states.toSorted(),
  );
});

test('each transition of a call leads up the lattice, and from its ends none leads on', () => {
  for (const { from, to } of CALL_MACHINE.transitions)
    for (const status of from) expect(statusRank(to)).toBeGreaterThan(statusRank(status));
  expect(finalStates(CALL_MACHINE)).toEqual(CALL_STATUSES.filter(isTerminal));
});
