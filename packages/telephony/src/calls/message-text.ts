import type { Direction } from './direction.ts';
import { displayParty } from '../numbers/party.ts';
import { STATUS_WORDS, type CallStatus, type MessageStatus } from './status.ts';

/** A call as it is written up in a conversation; the duration in seconds. */
export type WrittenCall = {
  direction: Direction;
  /** Of a bridged call the one that is shown: `busy` where the dialled leg was. */
  status: CallStatus;
  from: string | null;
  to: string | null;
  durationSec: number | null;
};

/** Subject and body of a call's message, the body in Markdown, as the call inbox writes them. */
export function messageText(call: WrittenCall): { subject: string; body: string } {
  const status = STATUS_WORDS[call.status].message;
  const isMissed = call.direction === 'inbound' && (status === 'no-answer' || status === 'canceled');
  const words = status === 'completed' ? callLength(call.durationSec) : STATUS_TEXT[status];
  const title = isMissed ? 'Missed Call' : TITLES[call.direction];
  const subject = `📞 ${title}${isMissed || words === null ? '' : ` - ${words}`}`;
  const body = [
    `**From:** ${partyName(call.from)}`,
    `**To:** ${partyName(call.to)}`,
    `**Duration:** ${ONGOING.has(status) ? 'Ongoing' : (callLength(call.durationSec) ?? 'Unknown')}`,
  ];
  return { subject, body: body.join('\n') };
}

const TITLES: Record<Direction, string> = {
  inbound: 'Incoming Call',
  outbound: 'Outgoing Call',
  internal: 'Internal Call',
  external: 'External Call',
};

const STATUS_TEXT: Record<Exclude<MessageStatus, 'completed'>, string> = {
  ringing: 'Ringing',
  'in-progress': 'In Progress',
  busy: 'Busy',
  'no-answer': 'No Answer',
  canceled: 'Canceled',
  failed: 'Failed',
};
const ONGOING: ReadonlySet<string> = new Set(['ringing', 'in-progress']);

/** `29s`, `1m 5s`, `1h 0m 5s`; null where it is not known. */
function callLength(seconds: number | null): string | null {
  if (seconds === null) return null;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = [hours > 0 ? `${hours}h` : '', seconds >= 60 ? `${minutes}m` : '', `${seconds % 60}s`];
  return parts.filter(Boolean).join(' ');
}

const partyName = (party: string | null): string => displayParty(party).replace(MARKUP, '\\$&');

/** Callers choose their address: it must not become a link or a line of its own. */
const MARKUP = /[\\`*_[\]<>!|~#]/g;
