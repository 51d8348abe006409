import type { ExplainedLeg, Explanation } from '../explanation.ts';
import { alignColumns, TEXT_WIDTH, wrapText } from './text-layout.ts';
import { renderTimeline } from './render-timeline.ts';

/** An explanation as plain text of at most 100 columns, the verdict first. */
export function renderExplanation(explanation: Explanation): string {
  const { call_sid, status, verdict, counts, legs, timeline, recordings, next } = explanation;
  const sections = [
    [`${call_sid}  ${status ?? 'unknown'}`],
    [...wrapText(`${verdict.sentence}.`, TEXT_WIDTH), comparison(legs, counts.healed > 0)],
    ...(timeline.length > 0 ? [renderTimeline(timeline, legs)] : []),
    ['Legs', ...alignColumns(legs.map(legLine))],
    ...(recordings.length > 0 ? [['Recordings', ...recordingLines(recordings)]] : []),
    ...(next.length > 0 ? [['Next', ...next.flatMap(renderAdvice)]] : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Until it is compared with Twilio, a missing callback is known only where another fact proves it. */
function comparison(legs: readonly ExplainedLeg[], isHealed: boolean): string {
  const times = legs.flatMap(({ reconciled_at }) => reconciled_at ?? []).toSorted();
  const [first] = times;
  if (!first || times.length < legs.length)
    return isHealed
      ? 'Twilio was asked for what was missing. The whole call is compared with Twilio later.'
      : 'Not reconciled with Twilio yet.';
  return `Reconciled with Twilio at ${first.slice(0, 16).replace('T', ' ')} UTC.`;
}

const legLine = ({ label, call_sid, direction, status, expected, received }: ExplainedLeg) => [
  label,
  call_sid,
  direction ?? '',
  status ?? 'unknown',
  `${received} of ${expected}`,
];

/** A note stands below its recording. */
const recordingLines = (recordings: Explanation['recordings']): string[] =>
  alignColumns(recordings.map(recordingLine)).flatMap((line, n) => {
    const note = recordings[n]!.note;
    return note === undefined ? line : [line, ...wrapText(note, TEXT_WIDTH - 4).map((part) => `    ${part}`)];
  });

const recordingLine = ({ recording_sid, status, duration_sec, callback }: Explanation['recordings'][number]) => [
  recording_sid,
  status,
  duration_sec === null ? '' : `${duration_sec} s`,
  `callback ${callback}`,
];

const renderAdvice = ({ why, command }: Explanation['next'][number]) => [
  ...wrapText(why, TEXT_WIDTH - 2).map((line) => `  ${line}`),
  `    ${command}`,
];
