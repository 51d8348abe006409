import { Detail } from '../parts/detail.tsx';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Facts } from '../parts/panel.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { Absent, Time } from '../parts/times/time.tsx';
import { CallbackContent } from './callback-content.tsx';
import { kindInWords, type CallbackDetail } from './callback.ts';
import { CallbackState, CallOf, Signature } from './callbacks/callback-cells.tsx';
import { addressOf, copyText } from './callbacks/callback-fields.tsx';
import { callbackQuery } from './callbacks/callbacks-query.ts';

type Props = { id: string; onClose: () => void };

/** One callback: what came of it, what a person may decide, and its fields as they were received. */
export function CallbackPanel({ id, onClose }: Props) {
  const asked = useQuery(callbackQuery(id));
  const { data } = asked;
  useShortcuts(
    useMemo(
      () => [
        ...(data?.curl
          ? [{ keys: 'y', label: 'Copy as curl', group: 'Callback', run: () => copyText(data.curl!, 'Command') }]
          : []),
        { keys: 'c', label: 'Copy the link', group: 'Callback', run: () => copyText(addressOf(id), 'Link') },
      ],
      [data, id],
    ),
  );
  return (
    <SidePanel
      title={data ? kindInWords(data.event_type) : 'Callback'}
      closeName="Close the callback"
      onClose={onClose}
    >
      <Detail of={asked} name="the callback">
        {data && <Content callback={data} />}
      </Detail>
    </SidePanel>
  );
}

const Content = ({ callback }: { callback: CallbackDetail }) => (
  <>
    <Facts facts={factsOf(callback)} />
    <CallbackContent callback={callback} hasKey />
  </>
);

type Fact = Parameters<typeof Facts>[0]['facts'][number];

const factsOf = (callback: CallbackDetail): Fact[] => [
  ['State', <CallbackState key="state" {...callback} />],
  ...(callback.error === null ? [] : [['Error', callback.error] as const]),
  ...(callback.decision_reason === null ? [] : [['Decided because', callback.decision_reason] as const]),
  ['Call', <CallOf key="call" {...callback} />],
  ...(callback.recording_sid === null
    ? []
    : [['Recording', <code key="recording">{callback.recording_sid}</code>] as const]),
  ['Received', <Time key="received" at={callback.first_seen_at} />],
  ...(callback.copies > 1
    ? [
        [
          'Copies',
          <span key="copies">
            {callback.copies}, the last at <Time at={callback.last_seen_at} />
          </span>,
        ] as const,
      ]
    : []),
  ['Signature', <Signature key="signature" verdict={callback.signature_verdict} />],
  [
    'Our answer',
    callback.answer ? (
      `${callback.answer.status}${callback.answer.form === '204' ? ' without a body' : ` ${callback.answer.form}`}`
    ) : (
      <Absent key="answer" because="no request" />
    ),
  ],
  ['Attempts', `${callback.attempts}`],
  [
    'Applied',
    callback.call_event ? <Verdict key="applied" {...callback} /> : <Absent key="applied" because="not applied" />,
  ],
  ['Source', callback.source.replaceAll('_', ' ')],
  [
    'Received as',
    callback.raw_target ? (
      <code key="target">{callback.raw_target}</code>
    ) : (
      <Absent key="target" because="no request" />
    ),
  ],
];

const Verdict = ({ call_event: event, processed_at }: CallbackDetail) => (
  <>
    {event!.verdict} <Time at={processed_at} />
  </>
);
