import { Link } from '@tanstack/react-router';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/times/time.tsx';
import { buttonClass } from '../../parts/button.tsx';
import { BulkButtons } from '../../operations-progress/bulk-buttons.tsx';
import { kindInWords } from '../callback.ts';
import type { DeadLetterGroup } from './dead-letters-query.ts';

const REPLAY_AND_DISCARD = ['dead-letters.replay', 'dead-letters.discard'] as const;

/** Dead letters with one error: how many, since when, the likely cause, what to do, and the buttons that do it. */
export const GroupCard = ({
  group,
  isOpen,
  onOpen,
}: {
  group: DeadLetterGroup;
  isOpen: boolean;
  onOpen: () => void;
}) => (
  <article
    aria-current={isOpen || undefined}
    data-fingerprint={group.fingerprint}
    className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-0 aria-[current=true]:bg-accent-soft"
  >
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Status tone="bad">{countOf(group.count, 'dead letter')}</Status>
      <span className="text-muted">
        {kindInWords(group.event_type)} · {countOf(group.calls, 'call')} · first <Time at={group.first_seen_at} />, last{' '}
        <Time at={group.last_seen_at} />
      </span>
    </div>
    <h2 className="text-13">
      <button type="button" onClick={onOpen} className="min-h-6 text-left font-mono text-12 hover:underline">
        {group.error}
      </button>
    </h2>
    <p>
      <span className="font-semibold">Likely cause:</span> {group.cause}
    </p>
    <p>
      <span className="font-semibold">What to do:</span> {group.remedy}
    </p>
    <div className="flex flex-wrap items-center gap-2 pt-1">
      <BulkButtons isGroup kinds={REPLAY_AND_DISCARD} filter={{ fingerprint: group.fingerprint }} />
      <Link
        to="/inbox"
        search={{
          state: ['dead_letter'],
          fingerprint: group.fingerprint,
          window: 'all',
          selected: group.sample.id,
        }}
        className={buttonClass('ordinary', true)}
      >
        Show the callbacks
      </Link>
    </div>
  </article>
);

const countOf = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
