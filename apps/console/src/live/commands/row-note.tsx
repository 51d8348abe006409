import { Link } from '@tanstack/react-router';
import { Button } from '../../parts/button.tsx';
import { Status } from '../../parts/status.tsx';
import { amountOf } from '../../parts/times/times.ts';
import { useNow } from '../../parts/times/use-now.ts';
import { CommandNoteText } from './command-note-text.tsx';
import type { FloorRow } from '../floor.ts';
import { useCommands } from './use-call-commands.ts';
import { useRaisedHere } from './use-raised-sirens.ts';

/** What a person is to know of a call: its siren, what was asked of it, and callbacks that are missing. */
export function RowNote({ row, isForBoard = false }: { row: FloorRow; isForBoard?: boolean }) {
  const commands = useCommands();
  const dropping = commands.noteOf(row, 'drop');
  const missing = row.gap?.open ?? 0;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      {dropping && <CommandNoteText note={dropping} onDismiss={() => commands.dismiss(row, dropping)} />}
      {row.siren && (isForBoard ? <SirenText siren={row.siren} /> : <SirenLink siren={row.siren} />)}
      {!isForBoard && <RaisedByMistake row={row} />}
      {missing > 0 && (
        <Status tone="warn" isStrong={false}>
          {missing === 1 ? '1 callback is missing' : `${missing} callbacks are missing`}
        </Status>
      )}
    </span>
  );
}

type OpenSiren = NonNullable<FloorRow['siren']>;

const SirenLink = ({ siren }: { siren: OpenSiren }) => (
  <Link to="/sirens" search={{ siren: siren.id } as never} className="inline-flex min-h-6 items-center hover:underline">
    <SirenText siren={siren} />
  </Link>
);

const SirenText = ({ siren }: { siren: OpenSiren }) =>
  siren.status === 'acknowledged' ? (
    <Status tone="warn" isStrong={false}>
      Siren: {siren.acknowledged_by_name ?? 'the operator'} is responding
    </Status>
  ) : (
    <Status tone="bad">
      Siren, unanswered for <Age since={siren.raised_at} />
    </Status>
  );

/** Not announced each second. */
export const Age = ({ since }: { since: string }) => (
  <span aria-hidden="true">{amountOf(Math.max(0, Math.round((useNow(1000) - Date.parse(since)) / 1000)))}</span>
);

/** For ten seconds after a siren was raised here. */
function RaisedByMistake({ row }: { row: FloorRow }) {
  const raised = useRaisedHere(row.id);
  if (!raised || !row.siren) return null;
  return (
    <span className="inline-flex items-center gap-2">
      <Button isSmall onClick={raised.takeBack} disabledBecause={raised.isPending && 'It was sent.'}>
        Raised by mistake ({raised.secondsLeft} s)
      </Button>
      {raised.failure && (
        <span role="alert" className="text-bad">
          {raised.failure}
        </span>
      )}
    </span>
  );
}
