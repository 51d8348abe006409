import { IconButton } from '../../parts/button.tsx';
import { CloseIcon } from '../../parts/icons.tsx';
import { Status } from '../../parts/status.tsx';
import { useNow } from '../../parts/times/use-now.ts';
import { COMMAND_WORDS, type CommandNote } from './command-notes.ts';

/** `asked to pause, 1 s` until it was seen; or what failed and why. */
export function CommandNoteText({ note, onDismiss }: { note: CommandNote; onDismiss: () => void }) {
  if (note.is === 'asked')
    return (
      <span data-command="asked">
        <Status tone="warn" isStrong={false}>
          asked to {COMMAND_WORDS[note.name].verb}, <Seconds since={note.since} />
        </Status>
      </span>
    );
  return (
    <span role="alert" data-command="failed" className="inline-flex max-w-96 items-center gap-1 whitespace-normal">
      <span className="text-bad">
        <Status tone="bad">{COMMAND_WORDS[note.name].gerund} failed:</Status> {note.why}{' '}
        {note.requestId && <code className="text-muted">{note.requestId}</code>}
      </span>
      <IconButton name="Hide this failure" onClick={onDismiss}>
        <CloseIcon className="size-3" />
      </IconButton>
    </span>
  );
}

const Seconds = ({ since }: { since: number }) => <>{Math.max(0, Math.round((useNow(1000) - since) / 1000))} s</>;
