import { toRequestError } from '../../http/request-error.ts';
import type { FloorRow } from '../floor.ts';

type Control = NonNullable<FloorRow['control']>;
type ListedCommand = NonNullable<Control['recording']['command']>;
type CommandState = ListedCommand['state'];

/** What may be asked of a live call. */
export type CommandName = 'drop' | 'start' | 'pause' | 'resume' | 'stop';
export type Subject = 'drop' | 'recording';
export const subjectOf = (name: CommandName): Subject => (name === 'drop' ? 'drop' : 'recording');

/** A command that was sent from here: it has not been answered yet, or its answer is a failure. */
export type SentCommand = { name: CommandName; at: number; error?: unknown };

/** What there is to say about a command: it was asked for and its effect was not seen yet, or it failed. */
export type CommandNote =
  | { is: 'asked'; name: CommandName; since: number }
  | { is: 'failed'; name: CommandName; why: string; requestId: string | null; key: string };

/** The compiler asks for a new state. */
const IS_OPEN: Readonly<Record<CommandState, boolean>> = {
  queued: true,
  sending: true,
  unconfirmed: true,
  confirmed: false,
  failed: false,
  superseded: false,
};

/** What was sent from here counts until it is answered, then what the server knows of the last command, of all who sent one. */
export function commandNote(row: FloorRow, subject: Subject, sent: SentCommand | undefined): CommandNote | undefined {
  if (sent) return sent.error === undefined ? asked(sent.name, sent.at) : failedHere(sent);
  const command = subject === 'drop' ? row.control?.drop : row.control?.recording.command;
  if (!command || row.is_final) return undefined;
  const name = nameOf(command.kind);
  if (IS_OPEN[command.state]) return asked(name, Date.parse(command.requested_at));
  if (command.state !== 'failed') return undefined;
  const why = command.error ?? 'Twilio refused it.';
  return { is: 'failed', name, why, requestId: null, key: `${row.id} ${command.requested_at}` };
}

const asked = (name: CommandName, since: number): CommandNote => ({ is: 'asked', name, since });

function failedHere({ name, at, error }: SentCommand): CommandNote {
  const { detail, requestId } = toRequestError(error);
  return { is: 'failed', name, why: detail, requestId, key: `${at}` };
}

const nameOf = (kind: ListedCommand['kind']): CommandName => kind.replace('recording_', '') as CommandName;

/** The verb of each command, as in `asked to pause`, and what failed, as in `Pausing failed`. */
export const COMMAND_WORDS: Readonly<Record<CommandName, { verb: string; gerund: string }>> = {
  drop: { verb: 'end', gerund: 'Ending' },
  start: { verb: 'record', gerund: 'Recording' },
  pause: { verb: 'pause', gerund: 'Pausing' },
  resume: { verb: 'resume', gerund: 'Resuming' },
  stop: { verb: 'stop', gerund: 'Stopping' },
};

/** The commands that the recording allows now, the one of the key `r` first. */
export function recordingCommands({ recording_status: seen }: Pick<FloorRow, 'recording_status'>): CommandName[] {
  if (seen === 'recording') return ['pause', 'stop'];
  return seen === 'paused' ? ['resume', 'stop'] : ['start'];
}
