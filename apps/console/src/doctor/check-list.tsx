import { Button } from '../parts/button.tsx';
import { Remedy } from '../parts/remedy.tsx';
import { Status } from '../parts/status.tsx';
import type { Tone } from '../parts/tone.ts';
import type { DoctorCheck, Finding } from './doctor-query.ts';

const STATES: Readonly<Record<DoctorCheck['state'], readonly [tone: Tone, word: string]>> = {
  ok: ['live', 'Right'],
  warning: ['warn', 'Warning'],
  failure: ['bad', 'Wrong'],
  unknown: ['idle', 'Unknown'],
  off: ['idle', 'Off'],
};

type CheckListProps = { checks: readonly DoctorCheck[]; onConnect: ((target: string) => void) | undefined };

/** What was examined, the worst first, each with what is wrong and what to do. */
export const CheckList = ({ checks, onConnect }: CheckListProps) => (
  <ul className="divide-y divide-line">
    {checks
      .toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
      .map((check) => (
        <Check key={check.name} {...check} onConnect={onConnect} />
      ))}
  </ul>
);

const ORDER: readonly DoctorCheck['state'][] = ['failure', 'warning', 'unknown', 'ok', 'off'];

function Check({ name, title, state, detail, findings, onConnect }: DoctorCheck & Pick<CheckListProps, 'onConnect'>) {
  const [tone, word] = STATES[state];
  return (
    <li data-check={name} data-check-state={state} className="flex flex-col gap-2 px-4 py-2">
      <div className="grid gap-x-4 sm:grid-cols-[7rem_11rem_minmax(0,1fr)]">
        <Status tone={tone}>{word}</Status>
        <span className="font-semibold">{title}</span>
        <span className="min-w-0 break-words text-muted">{detail}</span>
      </div>
      {findings.length > 0 && (
        <ul className="flex flex-col gap-2 sm:pl-[7rem]">
          {findings.map((finding, n) => (
            <FindingItem
              key={`${finding.kind} ${finding.subject}`}
              {...finding}
              onConnect={findings.findIndex(({ fix }) => fix === finding.fix) === n ? onConnect : undefined}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

const CONNECT = /^npx trunkline connect (\S+)$/;

function FindingItem({ sentence, fix, onConnect }: Finding & Pick<CheckListProps, 'onConnect'>) {
  const target = CONNECT.exec(fix)?.[1];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 sm:pl-4">
      <div className="min-w-0 grow basis-80 break-words">
        <p>{sentence}</p>
        <Remedy remedy={fix} runbook={null} />
      </div>
      {target && onConnect && (
        <Button isSmall onClick={() => onConnect(target)}>
          Connect {target.length > 20 ? 'it' : target}…
        </Button>
      )}
    </li>
  );
}
