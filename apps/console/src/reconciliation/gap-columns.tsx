import { Link } from '@tanstack/react-router';
import type { Column } from '../lists/data-table.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Time } from '../parts/times/time.tsx';
import { figureInWords } from '../metrics/figures.ts';
import { GapButtons } from './gap-buttons.tsx';
import { GAP_CLASS_WORDS, GAP_STATE_WORDS, type Gap } from './gap.ts';

/** What happened to it since it was noticed, and by whom. */
function GapHistory(gap: Gap) {
  const { state, healed_by, heal_seconds, ignored_by_name, ignored_by, ignore_reason } = gap;
  if (state === 'healed')
    return (
      <p className="text-muted">
        by {healed_by ?? 'an unknown source'}
        {heal_seconds !== null && `, after ${figureInWords(heal_seconds, 's')}`}
      </p>
    );
  if (state === 'ignored')
    return (
      <p className="max-w-prose text-muted">
        by {ignored_by_name ?? ignored_by}: “{ignore_reason}”
      </p>
    );
  return <HealAsked {...gap} />;
}

/** A person had Twilio asked: that is said until the gap is healed, or why it was not. */
function HealAsked({ heal_requested_at: requested, heal_asked_at: asked, heal_error: error }: Gap) {
  if (requested === null) return null;
  if (error !== null) return <p className="max-w-prose text-bad">Not healed: {error}</p>;
  return (
    <p data-heal="asked" className="text-ring">
      {asked === null ? 'Twilio is being asked' : 'Twilio was asked; what it showed is being applied'}
    </p>
  );
}

export const GAP_COLUMNS: Column<Gap>[] = [
  {
    id: 'state',
    name: 'State',
    cell: (gap) => (
      <div className="py-1.5 whitespace-normal">
        <Status tone={GAP_STATE_WORDS[gap.state].tone}>{GAP_STATE_WORDS[gap.state].words}</Status>
        <GapHistory {...gap} />
      </div>
    ),
  },
  {
    id: 'missing',
    name: 'Missing',
    cell: ({ missing, sequence, class: cause }) => (
      <div className="py-1.5 whitespace-normal">
        <code>{missing}</code> {sequence !== null && <span className="text-muted">number {sequence}</span>}
        <p className="text-muted">{GAP_CLASS_WORDS[cause]}</p>
      </div>
    ),
  },
  {
    id: 'call',
    name: 'Call',
    cell: ({ call_sid: sid }) => (
      <Link
        to="/calls/$call"
        params={{ call: sid }}
        title={sid}
        className="inline-flex min-h-6 items-center font-mono text-12 text-accent hover:underline"
      >
        {`${sid.slice(0, 6)}…${sid.slice(-4)}`}
      </Link>
    ),
  },
  {
    id: 'due',
    name: 'Was due',
    isSecondary: true,
    cell: ({ due_at: at }) => (at === null ? <Absent because="unknown" /> : <Time at={at} />),
  },
  {
    id: 'noticed',
    name: 'Noticed',
    isSecondary: true,
    cell: ({ noticed_at, noticed_by }) => (
      <>
        <Time at={noticed_at} /> <span className="text-muted">by {noticed_by}</span>
      </>
    ),
  },
];

export const GAP_BUTTONS: Column<Gap> = {
  id: 'change',
  name: 'Change',
  isNameHidden: true,
  cell: (gap) => <GapButtons gap={gap} />,
};
