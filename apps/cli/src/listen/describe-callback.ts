import { printable } from '@trunkline/explain/text';
import { styleText } from 'node:util';
import type { Forwarded } from './forward-callback.ts';
import type { Callback } from './watch-callbacks.ts';

/** A callback on its way, as it is shown. */
export type Shown = {
  callback: Callback;
  state: string;
  /** Missing while it is on its way to the application, or if nothing is forwarded. */
  forwarded?: Forwarded;
};

/** What happened, in Twilio's word: `answered`, `completed`, `speech`. */
function happeningOf({ payload, event_type: kind }: Callback): string {
  const fields = (payload ?? {}) as Record<string, string | undefined>;
  return (
    fields['CallStatus'] ??
    fields['RecordingStatus'] ??
    fields['StatusCallbackEvent'] ??
    fields['DialCallStatus'] ??
    kind
  );
}

const STATE_STYLES: Readonly<Record<string, Parameters<typeof styleText>[0]>> = {
  completed: 'green',
  dead_letter: 'red',
  quarantined: 'yellow',
  failed: 'yellow',
};

/** A line of the terminal: time, call, kind, what happened, state, and what became of it at the application. */
export function lineOf({ callback, state, forwarded }: Shown): string {
  const { first_seen_at: at, call_sid: sid, event_type: kind, copies, signature_verdict: verdict } = callback;
  const call = sid === null ? '-' : `${sid.slice(0, 6)}…${sid.slice(-4)}`;
  const parts = [
    at.slice(11, 23),
    call.padEnd(11),
    kind.padEnd(18),
    printable(happeningOf(callback)).padEnd(12),
    coloured(state, STATE_STYLES[state]),
    ...(copies > 1 ? [`×${copies}`] : []),
    ...(verdict === 'valid' ? [] : [coloured(`signature ${verdict}`, 'yellow')]),
    ...(forwarded ? [describeForwarded(forwarded)] : []),
  ];
  return parts.join('  ').trimEnd();
}

function describeForwarded({ status, ms, error }: Forwarded): string {
  if (error !== undefined) return coloured(`forward ${error}`, 'red');
  return coloured(`forward ${status} ${ms} ms`, status! < 300 ? 'green' : 'red');
}

const coloured = (text: string, style: Parameters<typeof styleText>[0] | undefined): string =>
  style === undefined ? text : styleText(style, text);
