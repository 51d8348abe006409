import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toRequestError } from '../http/request-error.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { WarnIcon } from '../parts/icons.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { relativeTime } from '../parts/times/times.ts';
import { useNow } from '../parts/times/use-now.ts';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { isLostRace, lostRaceWords } from './lost-race.ts';
import { openSirensQuery, type Siren } from './open-sirens.ts';
import { partyOf } from './party-of-siren.ts';
import { SoundButton } from './sound/sound-button.tsx';
import { useSirenSound } from './sound/use-siren-sound.ts';
import { useAnswerSiren } from './use-answer-siren.ts';

const NONE: readonly Siren[] = [];

/** An emergency, above everything until it ends. It is announced once and does not flash. A board has no buttons. */
export function SirenBar({ isForBoard }: { isForBoard: boolean }) {
  const { data: open = NONE } = useQuery(openSirensQuery);
  useSirenSound(open);
  const [first] = open;
  return (
    <div role="alert" aria-atomic="true">
      {first && <Bar key={first.id} siren={first} others={open.length - 1} isForBoard={isForBoard} />}
    </div>
  );
}

type BarProps = { siren: Siren; others: number; isForBoard: boolean };

function Bar({ siren, others, isForBoard }: BarProps) {
  const account = useAccount();
  const isStale = useIsStale();
  const answer = useAnswerSiren(siren.id);
  const isWaiting = siren.status === 'active';
  const { name, number } = partyOf(siren);
  return (
    <section
      aria-label="Siren"
      className={`flex flex-wrap items-center gap-x-3 gap-y-1 bg-siren px-4 py-2 text-on-siren ${isForBoard ? 'text-[clamp(1.25rem,1.5vw,2rem)] leading-tight md:px-[2vw]' : 'md:px-6'}`}
    >
      <WarnIcon className="size-[1.2em]" />
      <strong>Siren</strong>
      <span className="min-w-0 grow basis-48">
        {(name ?? number) && (
          <>
            <strong>{name ?? <Phone number={number} />}</strong> ·{' '}
          </>
        )}
        “{siren.reason}” · raised by {siren.triggered_by_name ?? 'the operator'} <RaisedAgo at={siren.raised_at} />
        {isWaiting && siren.alerts > 1 && <span aria-hidden="true"> · alerted {siren.alerts} times</span>}
        {!isWaiting && <> · {siren.acknowledged_by_name ?? 'the operator'} is responding</>}
        {others > 0 && <> · {others} more open</>}
        {answer.isError && <Refusal error={answer.error} />}
      </span>
      {!isForBoard && (
        <>
          {isWaiting && <SoundButton siren={siren} />}
          {isWaiting && mayUse(account, 'sirens.answer') && (
            <Button
              kind="on-siren"
              isSmall
              onClick={() => answer.mutate({ answer: 'acknowledge' })}
              disabledBecause={answer.isPending ? 'It was sent.' : isStale && STALE_REASON}
            >
              I’m responding
            </Button>
          )}
          <Link to="/sirens" search={{ siren: siren.id } as never} className={buttonClass('on-siren', true)}>
            Open
          </Link>
        </>
      )}
    </section>
  );
}

const Refusal = ({ error }: { error: unknown }) => {
  const now = new Date(useNow(1000));
  return (
    <strong data-lost-race={isLostRace(error) || undefined}>
      {' '}
      · {isLostRace(error) ? lostRaceWords(error, now) : toRequestError(error).detail}
    </strong>
  );
};

/** Not announced each second. */
const RaisedAgo = ({ at }: { at: string }) => (
  <span aria-hidden="true" className="whitespace-nowrap">
    {relativeTime(new Date(at), new Date(useNow(1000)))}
  </span>
);
