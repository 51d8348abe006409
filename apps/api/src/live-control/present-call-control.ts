import type { Scoped } from '@trunkline/db/connection';
import { findOpenSiren, readCallControl, type CallControl } from '@trunkline/db/live-control';
import { present } from '../http/route.ts';
import { presentCommand } from './call-command.ts';
import { desiredRecording, isStillRecording, STILL_RECORDING } from './desired-recording.ts';

/** The present state of live control: desired and observed recording, legs, commands and the open siren. */
export async function presentCallControl(tx: Scoped, callId: string): Promise<object | undefined> {
  const control = await readCallControl(tx, callId);
  if (!control) return undefined;
  const siren = await findOpenSiren(tx, callId);
  return {
    recording: recordingOf(control),
    legs: control.legs.map(present),
    commands: control.commands.map(presentCommand),
    open_siren: siren
      ? { id: siren.id, status: siren.status, alert_type: siren.alertType, created_at: siren.createdAt }
      : null,
  };
}

function recordingOf({ observed, isFinal, commands }: CallControl) {
  const last = isFinal ? undefined : commands.find(({ kind }) => kind !== 'drop');
  const warning = isStillRecording(last, new Date()) ? STILL_RECORDING : null;
  return { observed, desired: desiredRecording(last, observed), warning };
}
