import { Link } from '@tanstack/react-router';
import { Button, buttonClass } from '../parts/button.tsx';
import { BadIcon, DoneIcon, IdleIcon, WaitingIcon } from '../parts/icons.tsx';
import { Failure } from '../parts/states.tsx';
import { Status } from '../parts/status.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import { stepsOf, useCallbackTest, type Step } from './callback-test.ts';

const STEP_LOOK = {
  waiting: { Icon: IdleIcon, className: 'text-muted', words: 'to come' },
  running: { Icon: WaitingIcon, className: 'text-ring', words: 'in progress' },
  done: { Icon: DoneIcon, className: 'text-live', words: 'done' },
  failed: { Icon: BadIcon, className: 'text-bad', words: 'failed' },
} as const;

/** Sends a signed test callback, and shows each step of its way and what to do where one fails. */
export function TestCallback({ onAsk, onShow }: { onAsk?: () => void; onShow?: () => void }) {
  const isStale = useIsStale();
  const { ask, test } = useCallbackTest();
  const isRunning = ask.isPending || test?.is_settled === false;
  return (
    <div className="flex flex-col items-start gap-3 px-4 py-3">
      <p className="text-muted">
        It is signed with your auth token and takes the way of Twilio’s requests, through every proxy. It names no call.
      </p>
      <Button
        kind="primary"
        onClick={() => {
          onAsk?.();
          ask.mutate();
        }}
        disabledBecause={isRunning ? 'It is under way.' : isStale && STALE_REASON}
      >
        {isRunning ? 'Sending…' : test ? 'Send another test callback' : 'Send a signed test callback'}
      </Button>
      <ol className="flex flex-col gap-1" aria-label="Steps of the test">
        {stepsOf(test, isRunning || test !== undefined).map((step) => (
          <StepLine key={step.name} {...step} />
        ))}
      </ol>
      {ask.isError && <Failure error={ask.error} />}
      {test?.is_settled && (
        <div role="status" className="flex flex-col items-start gap-2">
          <p>
            <Status tone={test.ok ? 'live' : 'bad'}>{test.ok ? 'Passed' : 'Failed'}</Status> {test.summary}
          </p>
          {test.callback_id !== null && (
            <Link
              to="/inbox"
              search={{ selected: test.callback_id }}
              {...(onShow && { onClick: onShow })}
              className={buttonClass('ordinary', true)}
            >
              Show it in the inbox
            </Link>
          )}
        </div>
      )}
    </div>
  );
}

function StepLine({ name, state, detail }: Step) {
  const { Icon, className, words } = STEP_LOOK[state];
  return (
    <li data-step={state} className="flex items-baseline gap-2">
      <span className={`inline-flex ${className}`}>
        <Icon className="size-3.5 self-center" />
        <span className="only-read">{words}</span>
      </span>
      <span className={state === 'waiting' ? 'text-muted' : ''}>
        {name}
        {detail && <span className="block text-12 text-muted">{detail}</span>}
      </span>
    </li>
  );
}
