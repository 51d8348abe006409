import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  confirms,
  nextRecordingState,
  RECORDING_COMMANDS,
  recordingStatus,
  type RecordingCommand,
  type RecordingStatus,
} from './recording-control.ts';

const STATES = [null, 'stopped', 'recording', 'paused'] as const;

test.each([
  [null, { start: 'recording' }],
  ['stopped', { start: 'recording' }],
  ['recording', { pause: 'paused', stop: 'stopped' }],
  ['paused', { resume: 'recording', stop: 'stopped' }],
] as const)('from %s exactly these commands lead on: %j', (current, steps: Record<string, string>) => {
  for (const command of RECORDING_COMMANDS) {
    const status = steps[command];
    expect(nextRecordingState(current, command)).toEqual(status ? { status } : { allowed: Object.keys(steps) });
  }
});

/** What a recording has been, command by command; refused commands change nothing. */
function play(commands: readonly RecordingCommand[]): (RecordingStatus | null)[] {
  const states: (RecordingStatus | null)[] = [null];
  for (const command of commands) {
    const step = nextRecordingState(states.at(-1)!, command);
    states.push('status' in step ? step.status : states.at(-1)!);
  }
  return states;
}

test('in any order of commands, a stopped recording is followed by another one only after a start', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...RECORDING_COMMANDS), { maxLength: 20 }), (commands) => {
      const states = play(commands);
      const isOff = (n: number) => (states[n] ?? 'stopped') === 'stopped';
      const awakening = commands.filter((_, n) => isOff(n) && !isOff(n + 1));
      expect(awakening.filter((command) => command !== 'start')).toEqual([]);
      expect(awakening.length).toBe(commands.filter((command, n) => isOff(n) && command === 'start').length);
    }),
  );
});

test('a command is confirmed by the state that it leads to and by no other', () => {
  for (const command of RECORDING_COMMANDS) {
    const proving = STATES.filter((observed) => confirms(command, observed));
    const leadsTo = STATES.flatMap((state) => {
      const step = nextRecordingState(state, command);
      return 'status' in step ? [step.status] : [];
    });
    expect(proving).toEqual([...new Set(leadsTo)]);
  }
});

test.each([
  ['in-progress', 'recording'],
  ['resumed', 'recording'],
  ['paused', 'paused'],
  ['stopped', 'stopped'],
  ['processing', 'stopped'],
  ['completed', 'stopped'],
  ['absent', 'stopped'],
] as const)('a recording that Twilio calls %s is %s', (word, status) => expect(recordingStatus(word)).toBe(status));
