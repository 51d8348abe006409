import { BadIcon, DoneIcon, RingIcon, WarnIcon } from '../../parts/icons.tsx';
import { TEXT_OF_TONE, type Tone } from '../../parts/tone.ts';
import type { Trace } from './trace-query.ts';

type State = NonNullable<Trace['verdict']>['state'];

const LOOKS: Readonly<Record<State, { tone: Tone; border: string; Icon: typeof DoneIcon; words: string }>> = {
  complete: { tone: 'live', border: 'border-l-live', Icon: DoneIcon, words: 'Complete' },
  healed: { tone: 'warn', border: 'border-l-warn', Icon: WarnIcon, words: 'Healed' },
  in_progress: { tone: 'ring', border: 'border-l-ring', Icon: RingIcon, words: 'In progress' },
  pending: { tone: 'ring', border: 'border-l-ring', Icon: RingIcon, words: 'Pending' },
  incomplete: { tone: 'bad', border: 'border-l-bad', Icon: BadIcon, words: 'Incomplete' },
  failed: { tone: 'bad', border: 'border-l-bad', Icon: BadIcon, words: 'Failed' },
  suspect: { tone: 'bad', border: 'border-l-bad', Icon: BadIcon, words: 'Suspect' },
};

/** The one true sentence about a call, and what to do where a person is needed. */
export function Verdict({ verdict }: { verdict: NonNullable<Trace['verdict']> }) {
  const { tone, border, Icon, words } = LOOKS[verdict.state];
  return (
    <section
      aria-label="Verdict"
      data-frame
      className={`flex gap-3 rounded-lg border border-l-3 border-line bg-raised px-4 py-3 ${border}`}
    >
      <span className={`pt-1 ${TEXT_OF_TONE[tone]}`}>
        <Icon />
        <span className="only-read">{words}</span>
      </span>
      <div className="flex min-w-0 flex-col gap-1">
        <p className="text-16">{verdict.sentence}</p>
        {verdict.next.map(({ why, command }) => (
          <p key={command} className="text-muted">
            {why} <code>{command}</code>
          </p>
        ))}
      </div>
    </section>
  );
}
