import type { StateMachine } from '../states/state-machine.ts';
import { RECORDING_COMMANDS, type RecordingCommand } from './recording-control.ts';

/** What may be requested of a live call: its end, or a change of its recording. */
export type CommandKind = 'drop' | `recording_${RecordingCommand}`;
export const COMMAND_KINDS: readonly CommandKind[] = [
  'drop',
  ...RECORDING_COMMANDS.map((command) => `recording_${command}` as const),
];

/** `unconfirmed`: Twilio was asked and the effect was not observed yet; the dialer looks and asks again. */
export const COMMAND_STATES = ['queued', 'sending', 'confirmed', 'unconfirmed', 'failed', 'superseded'] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

export const OPEN_COMMAND_STATES = ['queued', 'sending', 'unconfirmed'] as const satisfies readonly CommandState[];

/** True while the dialer works on a command. */
export const isOpenCommand = ({ state }: { state: CommandState }): boolean =>
  OPEN_COMMAND_STATES.some((open) => open === state);

/** A pause or stop that is open for this long is reported: the call may still be recorded. */
export const CONFIRM_WITHIN_SECONDS = 3;

export const COMMAND_MACHINE: StateMachine<CommandState> = {
  title: 'Live command',
  about:
    'A request to end a live call or to control its recording. Recording commands of one call are sent one at a time, in their order; a drop waits for none.',
  states: COMMAND_STATES,
  starts: [{ to: 'queued', when: 'requested, or one leg is left alone', by: ['api', 'worker-dialer'] }],
  transitions: [
    { from: ['queued', 'unconfirmed'], to: 'sending', when: 'due', by: ['worker-dialer'] },
    { from: ['sending'], to: 'sending', when: 'lease of 15 s lapsed', by: ['worker-dialer'] },
    { from: ['sending'], to: 'confirmed', when: 'effect observed', by: ['worker-dialer'] },
    { from: ['sending'], to: 'unconfirmed', when: 'effect not observed yet', by: ['worker-dialer'] },
    { from: ['sending'], to: 'failed', when: 'Twilio refused', by: ['worker-dialer'] },
    { from: ['sending'], to: 'superseded', when: 'the call has ended', by: ['worker-dialer'] },
    { from: ['unconfirmed'], to: 'superseded', when: 'a later command is sent', by: ['worker-dialer'] },
  ],
};
