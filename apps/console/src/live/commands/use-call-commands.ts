import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useMemo, useState } from 'react';
import { callKey } from '../../calls/call-cells.tsx';
import { request } from '../../http/request.ts';
import {
  commandNote,
  subjectOf,
  type CommandName,
  type CommandNote,
  type SentCommand,
  type Subject,
} from './command-notes.ts';
import { floorQuery, type FloorRow } from '../floor.ts';

export type CallCommands = {
  /** Sends a command; what becomes of it is shown in the row. */
  send: (row: FloorRow, name: CommandName, reason?: string) => void;
  noteOf: (row: FloorRow, subject: Subject) => CommandNote | undefined;
  dismiss: (row: FloorRow, note: CommandNote) => void;
};

/** Commands to live calls. They outlive the row that they were sent from, which a long list takes off the page. */
export function useCallCommands(): CallCommands {
  const client = useQueryClient();
  const [sent, setSent] = useState<ReadonlyMap<string, SentCommand>>(new Map());
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const write = (key: string, command: SentCommand | undefined): void =>
      setSent((before) => {
        const next = new Map(before);
        if (command) next.set(key, command);
        else next.delete(key);
        return next;
      });
    async function send(row: FloorRow, name: CommandName, reason?: string): Promise<void> {
      const key = keyOf(row, subjectOf(name));
      const command = { name, at: Date.now() };
      write(key, command);
      const path = `/api/calls/${encodeURIComponent(callKey(row))}/${name === 'drop' ? 'drop' : `recording/${name}`}`;
      const failure = await request(path, { method: 'POST', ...(reason !== undefined && { body: { reason } }) }).then(
        () => undefined,
        (error: unknown) => ({ ...command, error }),
      );
      await client.invalidateQueries(floorQuery);
      write(key, failure);
    }
    return {
      send: (row, name, reason) => void send(row, name, reason),
      noteOf(row, subject) {
        const note = commandNote(row, subject, sent.get(keyOf(row, subject)));
        return note?.is === 'failed' && dismissed.has(note.key) ? undefined : note;
      },
      dismiss(row, note) {
        const subject = subjectOf(note.name);
        write(keyOf(row, subject), undefined);
        const known = commandNote(row, subject, undefined); // the same failure as the server has it
        const keys = [note, known].flatMap((each) => (each?.is === 'failed' ? [each.key] : []));
        setDismissed((before) => new Set([...before, ...keys]));
      },
    };
  }, [client, sent, dismissed]);
}

const keyOf = ({ id }: FloorRow, subject: Subject): string => `${id} ${subject}`;

export const CommandsContext = createContext<CallCommands | null>(null);

export function useCommands(): CallCommands {
  const commands = use(CommandsContext);
  if (!commands) throw new Error('A call is shown without its commands');
  return commands;
}
