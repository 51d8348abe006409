import { callbackName, describeKind } from '@trunkline/telephony/callbacks';
import type { StoryGap, StoryRow } from '../story.ts';

/** What a person calls a stored row. */
export const nameOfRow = ({ fact, kind }: Pick<StoryRow, 'fact' | 'kind'>): string =>
  fact ? callbackName(fact) : `unreadable ${describeKind(kind).label}`;

/** The same with its noun, once: `answered callback`, `status callback`. */
export const callbackOfRow = (row: Pick<StoryRow, 'fact' | 'kind'>): string =>
  nameOfRow(row).replace(/(?<! callback)$/, ' callback');

/** `initiated, ringing and answered`. */
export const listNames = (findings: readonly { expected: { name: string } }[]): string =>
  listTexts(findings.map(({ expected }) => expected.name));

export const listTexts = (texts: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(texts);

/** Why a callback did not come, as the end of a sentence; never more than its gap says. */
export function describeLoss(gap: StoryGap | null): string {
  const answer = notedAnswer(gap);
  switch (gap?.class) {
    case 'never_sent':
      return 'was never sent';
    case 'we_failed':
      return `was sent and not acknowledged (our answer: ${answer?.replace('no answer', 'none') ?? 'unknown'})`;
    case 'acked_but_absent':
      return `was acknowledged${answer ? ` (${answer})` : ''} but is absent`;
    default:
      return 'did not come (reason unknown)';
  }
}

/** Our answers as Twilio noted them, each once: `503`, or `503, no answer`. Null where Twilio was not asked. */
export function notedAnswer(gap: StoryGap | null): string | null {
  const answers = gap?.evidence['answers'];
  if (!Array.isArray(answers) || answers.length === 0) return null;
  return [...new Set(answers.map((answer) => (typeof answer === 'number' ? `${answer}` : 'no answer')))].join(', ');
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A duration as people say it: `0.4 s`, `74 s`, `3 min 20 s`, `2 d 5 h`. */
export function writeDuration(ms: number): string {
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 120) return `${rounded} s`;
  const largest = UNITS.findIndex(([, size]) => rounded >= size);
  const [[name, size], next] = [UNITS[largest]!, UNITS[largest + 1]];
  const whole = `${Math.floor(rounded / size)} ${name}`;
  const rest = next ? Math.floor((rounded % size) / next[1]) : 0;
  return next && rest > 0 ? `${whole} ${rest} ${next[0]}` : whole;
}
