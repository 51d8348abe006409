import { useNavigate } from '@tanstack/react-router';
import { callKey } from '../../calls/call-cells.tsx';
import { mayUse, useAccount } from '../../identity/account-context.ts';
import { Menu, MenuItem, MenuLine } from '../../parts/menus/menu.tsx';
import { KeyHint } from '../../parts/key-hint.tsx';
import type { MenuOnDemand } from '../../parts/menus/on-demand.tsx';
import { STALE_REASON, useIsStale } from '../../stream/stream-provider.tsx';
import { recordingCommands, type CommandName } from './command-notes.ts';
import type { FloorRow } from '../floor.ts';
import type { RowDialogs } from './row-actions.tsx';
import { useCommands } from './use-call-commands.ts';

const ITEMS: Readonly<Record<Exclude<CommandName, 'drop'>, string>> = {
  start: 'Start recording',
  pause: 'Pause recording',
  resume: 'Resume recording',
  stop: 'Stop recording',
};

/** What can be done with a call now. */
export function RowMenu({ row, dialogs, ...menu }: MenuOnDemand & { row: FloorRow; dialogs: RowDialogs }) {
  const account = useAccount();
  const navigate = useNavigate();
  const commands = useCommands();
  const isStale = useIsStale();
  const isAsked = commands.noteOf(row, 'recording')?.is === 'asked';
  const [first, ...others] = recordingCommands(row);
  const recording = (name: CommandName | undefined, keys?: string) =>
    name &&
    name !== 'drop' && (
      <MenuItem
        key={name}
        onChoose={() => commands.send(row, name)}
        disabledBecause={isStale ? STALE_REASON : isAsked && 'The last command was not seen yet.'}
      >
        {ITEMS[name]} {keys && <Key keys={keys} />}
      </MenuItem>
    );
  return (
    <Menu {...menu} align="end">
      {mayUse(account, 'calls.record') && (
        <>
          {recording(first, 'r')}
          {others.map((name) => recording(name, name === 'stop' ? 'Shift+R' : undefined))}
          <MenuLine />
        </>
      )}
      {row.siren ? (
        <MenuItem onChoose={() => void navigate({ to: '/sirens', search: { siren: row.siren!.id } as never })}>
          Show the siren
        </MenuItem>
      ) : (
        mayUse(account, 'sirens.raise') && (
          <MenuItem onChoose={() => dialogs.onRaise(row)}>
            Raise a siren… <Key keys="s" />
          </MenuItem>
        )
      )}
      <MenuItem onChoose={() => void navigate({ to: '/calls/$call', params: { call: callKey(row) } })}>
        Open the call
      </MenuItem>
      {mayUse(account, 'calls.drop') && (
        <>
          <MenuLine />
          <MenuItem onChoose={() => dialogs.onDrop(row)} disabledBecause={isStale && STALE_REASON}>
            <span className="text-bad">Drop the call…</span> <Key keys="Shift+D" />
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

const Key = ({ keys }: { keys: string }) => (
  <span className="ml-auto pl-4">
    <KeyHint keys={keys} />
  </span>
);
