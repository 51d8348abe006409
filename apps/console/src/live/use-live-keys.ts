import { useEffect, useRef } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { registerShortcuts, type Shortcut } from '../keyboard/shortcuts.ts';
import { useIsStale } from '../stream/stream-provider.tsx';
import { recordingCommands, type CommandName } from './commands/command-notes.ts';
import type { FloorRow } from './floor.ts';
import type { RowDialogs } from './commands/row-actions.tsx';
import type { CallCommands } from './commands/use-call-commands.ts';

type LiveKeys = {
  /** The selected call. */
  row: FloorRow | undefined;
  commands: CallCommands;
  dialogs: RowDialogs;
  onPause: () => void;
  onBoard: () => void;
};

/** Keys of the floor. Those of a call do nothing without a selected one, and none ends a call without a question. */
export function useLiveKeys(keys: LiveKeys): void {
  const account = useAccount();
  const isStale = useIsStale();
  const latest = useRef({ ...keys, isStale });
  useEffect(() => {
    latest.current = { ...keys, isStale };
  });
  useEffect(() => {
    const onLive = (act: (row: FloorRow) => void) => (): void => {
      const { row } = latest.current;
      if (row && !row.is_final) act(row);
    };
    const record = (choose: (row: FloorRow) => CommandName | undefined) =>
      onLive((row) => {
        const { commands, isStale: cannot } = latest.current;
        const name = choose(row);
        if (name && !cannot && commands.noteOf(row, 'recording')?.is !== 'asked') commands.send(row, name);
      });
    const group = 'Live';
    const drop = onLive((row) => {
      if (!latest.current.isStale) latest.current.dialogs.onDrop(row);
    });
    const raise = onLive((row) => {
      if (!row.siren) latest.current.dialogs.onRaise(row);
    });
    const ofCalls: [Shortcut, Parameters<typeof mayUse>[1]][] = [
      [{ keys: 's', label: 'Raise a siren for the selected call', group, run: raise }, 'sirens.raise'],
      [
        {
          keys: 'r',
          label: 'Start, pause or resume its recording',
          group,
          run: record((row) => recordingCommands(row)[0]),
        },
        'calls.record',
      ],
      [
        {
          keys: 'Shift+R',
          label: 'Stop its recording',
          group,
          run: record((row) => recordingCommands(row).find((name) => name === 'stop')),
        },
        'calls.record',
      ],
      [{ keys: 'Shift+D', label: 'Drop the selected call', group, run: drop }, 'calls.drop'],
    ];
    return registerShortcuts([
      { keys: 'p', label: 'Pause and resume updates', group, run: () => latest.current.onPause() },
      { keys: 'w', label: 'Show and leave the wall board', group, run: () => latest.current.onBoard() },
      {
        keys: '.',
        label: 'Open the actions of the selected call',
        group,
        run: onLive(({ id }) => document.querySelector<HTMLElement>(`[data-actions="${CSS.escape(id)}"]`)?.click()),
      },
      ...ofCalls.filter(([, permission]) => mayUse(account, permission)).map(([shortcut]) => shortcut),
    ]);
  }, [account]);
}
