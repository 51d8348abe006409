import { Detail } from '../../parts/detail.tsx';
import { useQuery } from '@tanstack/react-query';
import { CallbackContent } from '../../inbox/callback-content.tsx';
import { callbackQuery } from '../../inbox/callbacks/callbacks-query.ts';
import { Facts, Panel } from '../../parts/panel.tsx';
import { KeyHint } from '../../parts/key-hint.tsx';
import { Status } from '../../parts/status.tsx';
import { Absent, Time } from '../../parts/times/time.tsx';
import { lookOf, shortName } from './mark-look.ts';
import type { Mark } from './trace-query.ts';

/** One callback: what came of it, and its fields as they were received. */
export function MarkPanel({ mark, legName }: { mark: Mark; legName: string }) {
  const asked = useQuery(callbackQuery(mark.inbox_id));
  const { data } = asked;
  const look = lookOf(mark);
  return (
    <Panel
      title={`${shortName(mark.name)} · ${legName}`}
      end={
        <>
          <KeyHint keys="[" />
          <KeyHint keys="]" />
        </>
      }
    >
      <Facts
        facts={[
          [
            'Result',
            <div key="result">
              <Status tone={look.tone}>{look.words}</Status>
              {mark.because && <p className="text-muted">{mark.because}</p>}
            </div>,
          ],
          ['Twilio time', <Time key="time" at={mark.twilio_time} />],
          ['Received', <Time key="received" at={mark.received_at} />],
          ['Signature', mark.signature ?? <Absent key="signature" because="no request" />],
          ['Our answer', mark.answer ? answerOf(mark.answer) : <Absent key="answer" because="no request" />],
          ['Attempts', `${mark.attempts}`],
          ...(mark.copies > 1
            ? [
                [
                  'Copies',
                  <span key="copies">
                    {mark.copies}, the last at <Time at={mark.last_received_at} />
                  </span>,
                ] as const,
              ]
            : []),
          ...(mark.error ? [['Error', mark.error] as const] : []),
        ]}
      />
      <Detail of={asked} name="the fields">
        {data && <CallbackContent callback={data} />}
      </Detail>
    </Panel>
  );
}

/** The form of an answer without a body is its status. */
const answerOf = ({ status, form }: NonNullable<Mark['answer']>): string =>
  form === String(status) ? form : `${status} ${form}`;
