import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CallDirection, CallState } from '../calls/call-cells.tsx';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { Phone } from '../parts/phone/phone.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Elapsed, Time } from '../parts/times/time.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { AnswerFailure } from './answer-failure.tsx';
import type { Siren } from './open-sirens.ts';
import { partyOf } from './party-of-siren.ts';
import type { Closing } from './resolution-dialog.tsx';
import { sirenWords } from './siren-words.ts';
import { SoundButton } from './sound/sound-button.tsx';
import type { useAnswerSiren } from './use-answer-siren.ts';

type CardProps = {
  siren: Siren;
  isSelected: boolean;
  answer: ReturnType<typeof useAnswerSiren>;
  onClosing: (closing: Closing) => void;
};

/** An open siren: what happened, to whom, who responds, and what can be done. */
export function SirenCard({ siren, isSelected, answer, onClosing }: CardProps) {
  const account = useAccount();
  const isWaiting = siren.status === 'active';
  return (
    <article
      aria-label={`Siren: ${siren.reason}`}
      aria-current={isSelected || undefined}
      data-frame
      data-siren={siren.id}
      tabIndex={-1}
      className={`flex flex-col gap-3 rounded-lg border-2 p-4 aria-[current=true]:ring-2 aria-[current=true]:ring-accent ${isWaiting ? 'border-bad bg-bad-soft' : 'border-warn bg-raised'}`}
    >
      <header className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        {isWaiting ? (
          <Status tone="bad">
            Unanswered for <Elapsed since={siren.raised_at} />
          </Status>
        ) : (
          <Status tone="warn">
            {siren.acknowledged_by_name ?? 'The operator'} is responding, since{' '}
            <Elapsed since={siren.acknowledged_at ?? siren.updated_at} />
          </Status>
        )}
        <span className="text-muted">{sirenWords(siren.alert_type)}</span>
        {isWaiting && siren.alerts > 1 && (
          <span className="ml-auto font-semibold text-bad">Alerted {siren.alerts} times</span>
        )}
      </header>
      <p className="text-16 font-semibold">“{siren.reason}”</p>
      <SirenFacts siren={siren} />
      <footer className="flex flex-wrap items-center gap-2">
        {mayUse(account, 'sirens.answer') && <Answers siren={siren} answer={answer} onClosing={onClosing} />}
        {isWaiting && <SoundButton siren={siren} isForCard />}
        {siren.call && (
          <Link to="/calls/$call" params={{ call: siren.call_sid ?? siren.call_id }} className={buttonClass()}>
            Call details
          </Link>
        )}
      </footer>
      {answer.isError && <AnswerFailure error={answer.error} />}
    </article>
  );
}

/** Buttons say what they do. Nothing dismisses a siren. */
function Answers({ siren, answer, onClosing }: Pick<CardProps, 'siren' | 'answer' | 'onClosing'>) {
  const account = useAccount();
  const isStale = useIsStale();
  const cannot = answer.isPending ? 'It was sent.' : isStale && STALE_REASON;
  const isMine = siren.acknowledged_by === account.id;
  if (siren.status === 'active')
    return (
      <>
        <Button kind="primary" onClick={() => answer.mutate({ answer: 'acknowledge' })} disabledBecause={cannot}>
          {answer.isPending ? 'Asked…' : 'I’m responding'}
        </Button>
        <Button onClick={() => onClosing('false-alarm')} disabledBecause={cannot}>
          False alarm…
        </Button>
      </>
    );
  return (
    <>
      <Button kind="primary" onClick={() => onClosing('resolve')} disabledBecause={cannot}>
        Resolved…
      </Button>
      <Button onClick={() => onClosing('false-alarm')} disabledBecause={cannot}>
        False alarm…
      </Button>
      {isMine && (
        <Button onClick={() => answer.mutate({ answer: 'release' })} disabledBecause={cannot}>
          Release – someone else please
        </Button>
      )}
    </>
  );
}

function SirenFacts({ siren }: { siren: Siren }) {
  const { name, number } = partyOf(siren);
  const { call } = siren;
  const facts: [string, ReactNode][] = [
    [
      'Party',
      <span key="party" className="inline-flex flex-wrap gap-x-2">
        {name && <strong>{name}</strong>}
        {number ? <Phone number={number} /> : !name && (call?.caller ?? <Absent because="the call may not be seen" />)}
      </span>,
    ],
    [
      'Call',
      call ? (
        <span key="call" className="inline-flex flex-wrap gap-x-3">
          <CallState status={call.status} /> <CallDirection direction={call.direction} />
          {!call.is_final && <Elapsed since={call.answered_at ?? call.started_at} />}
        </span>
      ) : (
        <Absent key="call" because="the call may not be seen" />
      ),
    ],
    [
      'Recording',
      call?.is_final === false ? (call.recording_status ?? 'off') : <Absent key="recording" because="no call" />,
    ],
    [
      'Raised',
      <span key="raised">
        by {siren.triggered_by_name ?? 'the operator'} at <Time at={siren.raised_at} />
      </span>,
    ],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
