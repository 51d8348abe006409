import type { CallListRow, ListedCommand, ListedControl } from '@trunkline/db/calls';
import { displayParty } from '@trunkline/telephony/numbers';
import { desiredRecording, isStillRecording, STILL_RECORDING } from '../live-control/desired-recording.ts';

/** The parties of a call as people write them. */
export const displayParties = (call: { from_number: string | null; to_number?: unknown }) => ({
  caller: displayParty(call.from_number),
  called: displayParty((call.to_number as string | null | undefined) ?? null),
});

/** A call of a list as JSON. */
export const presentListedCall = ({ position: _position, control, ...call }: CallListRow, now: Date): object => ({
  ...call,
  ...displayParties(call),
  ...(control !== undefined && { control: control && presentControl(control, now) }),
});

function presentControl({ observed, is_final: hasEnded, recording, drop }: ListedControl, now: Date) {
  const last = recording && !hasEnded ? { ...recording, requestedAt: new Date(recording.requested_at) } : undefined;
  return {
    recording: {
      asked: desiredRecording(last, observed),
      seen: observed,
      warning: isStillRecording(last, now) ? STILL_RECORDING : null,
      command: recording && presentCommand(recording),
    },
    drop: drop && { ...presentCommand(drop), seen: hasEnded },
  };
}

const presentCommand = ({ kind, state, requested_at, error }: ListedCommand) => ({ kind, state, requested_at, error });
