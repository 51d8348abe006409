import { useState } from 'react';
import { ToggleChip } from '../../parts/chip.tsx';
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Elapsed } from '../../parts/times/time.tsx';
import { STALE_REASON, useIsStale } from '../../stream/stream-provider.tsx';
import type { FloorRow } from '../floor.ts';
import { titleOfParty } from '../title-of-party.ts';
import { useCommands } from './use-call-commands.ts';

const MOST = 500;
const REASONS = ['The caller asked for it', 'Abuse', 'A test call', 'The line is stuck'];

type DropProps = { row: FloorRow; onClose: () => void };

/** Asks before a call is ended, and why. */
export function DropDialog({ row, onClose }: DropProps) {
  const [reason, setReason] = useState('');
  const isStale = useIsStale();
  const { send } = useCommands();
  const given = reason.trim();
  const cannot = (row.is_final && 'The call has ended.') || (isStale && STALE_REASON) || (!given && 'Say why first.');
  const drop = (): void => {
    if (cannot) return;
    send(row, 'drop', given);
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`End the call with ${titleOfParty(row)}?`}
      confirm="End the call"
      onConfirm={drop}
      disabledBecause={cannot}
    >
      <p className="pb-3">
        This hangs up on the caller{row.agent?.name && ` and on ${row.agent.name}`}, with all legs of the call. It has
        lasted <Elapsed since={row.answered_at ?? row.start_time ?? row.created_at} />.
      </p>
      <div className="flex flex-wrap gap-2 pb-3">
        {REASONS.map((each) => (
          <ToggleChip key={each} isOn={reason === each} onChange={(isOn) => setReason(isOn ? each : '')}>
            {each}
          </ToggleChip>
        ))}
      </div>
      <Field
        label="Reason"
        hint="It is kept with the command."
        value={reason}
        maxLength={MOST}
        required
        onChange={({ target }) => setReason(target.value)}
        onKeyDown={({ key }) => key === 'Enter' && drop()}
      />
    </ConfirmDialog>
  );
}
