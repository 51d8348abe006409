import { Button } from '../../parts/button.tsx';
import { mayUse, useAccount } from '../../identity/account-context.ts';
import { STALE_REASON, useIsStale } from '../../stream/stream-provider.tsx';
import { recordingCommands, type CommandName } from './command-notes.ts';
import { RecordingCell } from '../floor-cells.tsx';
import type { FloorRow } from '../floor.ts';
import type { RowDialogs } from './row-actions.tsx';
import { RowNote } from './row-note.tsx';
import { useCommands } from './use-call-commands.ts';

const NAMES: Readonly<Record<CommandName, string>> = {
  start: 'Record',
  pause: 'Pause recording',
  resume: 'Resume recording',
  stop: 'Stop recording',
  drop: 'Drop…',
};

/** The controls of the selected call, with what was asked and what was seen. */
export function CallControls({ row, dialogs }: { row: FloorRow; dialogs: RowDialogs }) {
  const account = useAccount();
  const commands = useCommands();
  const isStale = useIsStale();
  const isAsked = commands.noteOf(row, 'recording')?.is === 'asked';
  if (row.is_final) return null;
  return (
    <section aria-label="Controls" className="flex flex-col gap-2 border-b border-line px-4 py-3">
      <div className="flex flex-wrap gap-2">
        {mayUse(account, 'calls.record') &&
          recordingCommands(row).map((name) => (
            <Button
              key={name}
              isSmall
              onClick={() => commands.send(row, name)}
              disabledBecause={isStale ? STALE_REASON : isAsked && 'The last command was not seen yet.'}
            >
              {NAMES[name]}
            </Button>
          ))}
        {mayUse(account, 'sirens.raise') && !row.siren && (
          <Button isSmall kind="danger" onClick={() => dialogs.onRaise(row)}>
            Siren…
          </Button>
        )}
        {mayUse(account, 'calls.drop') && (
          <Button isSmall kind="danger" onClick={() => dialogs.onDrop(row)} disabledBecause={isStale && STALE_REASON}>
            {NAMES.drop}
          </Button>
        )}
      </div>
      <div className="flex flex-col items-start gap-1">
        <span className="inline-flex flex-wrap items-center gap-2">
          <span className="text-muted">Recording:</span> <RecordingCell row={row} />
        </span>
        <RowNote row={row} />
      </div>
    </section>
  );
}
