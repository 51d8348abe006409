import { styleText } from 'node:util';
import { printable } from '@trunkline/explain/text';
import { shortTime } from '../terminal/short-time.ts';
import type { StreamFrame } from './follow-events.ts';

const NAME_WIDTH = 24;
const SID_WIDTH = 34;

/** One line of `tail`: time, name, call, and what is known, in colour on a terminal. */
export function describeEvent({ event, data }: StreamFrame): string {
  const { timestamp, callSid, call_sid: sid = callSid, ...rest } = data;
  const time = typeof timestamp === 'string' ? shortTime(timestamp)! : '';
  const colour = COLOURS.find(([pattern]) => pattern.test(event))?.[1];
  const name = event.padEnd(NAME_WIDTH);
  const call = (typeof sid === 'string' ? sid : '').padEnd(SID_WIDTH);
  const text = printable(event.startsWith('call.') ? describeCall(rest) : describeFields(rest));
  const line = [paint('dim', time), colour ? paint(colour, name) : name, printable(call), text].join('  ');
  return line.trimEnd();
}

/** What needs a person is red, what may need one yellow. */
const COLOURS: readonly (readonly [RegExp, 'red' | 'yellow' | 'green'])[] = [
  [/^siren\.(?:raised|unanswered|released)$|dead_lettered|unconfirmed|\.disabled$/, 'red'],
  [/^gap\.noticed$|quarantined|unscored|unable$/, 'yellow'],
  [/^gap\.healed$|^siren\.(?:resolved|false_alarm)$|\.enabled$/, 'green'],
];

/** `styleText` leaves a stream that is no terminal, and NO_COLOR, without colour. */
const paint = (style: 'dim' | 'red' | 'yellow' | 'green', text: string): string =>
  styleText(style, text, { stream: process.stdout });

function describeCall({ status, from, to, duration }: Record<string, unknown>): string {
  const parties = [from, to].map((party) => (typeof party === 'string' ? party : '?')).join(' → ');
  return [status, parties, ...(typeof duration === 'number' ? [`${duration} s`] : [])].join('  ');
}

/** Fields without a value, and our ids of the call, say nothing that the line does not. */
const LEFT_OUT: ReadonlySet<string> = new Set(['call_id', 'version']);

function describeFields(data: Record<string, unknown>): string {
  const known = Object.entries(data).filter(([name, value]) => value !== null && !LEFT_OUT.has(name));
  return known.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' ');
}
