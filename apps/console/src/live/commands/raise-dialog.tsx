import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { siren } from '@trunkline/api-contract/live-control';
import { use, useRef, useState, type FormEvent } from 'react';
import type { output } from 'zod';
import { callKey } from '../../calls/call-cells.tsx';
import { request } from '../../http/request.ts';
import { Button } from '../../parts/button.tsx';
import { ToggleChip } from '../../parts/chip.tsx';
import { Dialog } from '../../parts/dialogs/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Failure } from '../../parts/states.tsx';
import { SIREN_TYPES, sirenWords, type SirenType } from '../../sirens/siren-words.ts';
import { floorQuery, type FloorRow } from '../floor.ts';
import { titleOfParty } from '../title-of-party.ts';
import { RaisedSirensContext } from './use-raised-sirens.ts';

/** Raises a siren at once: a delay of a real emergency is worse than a false alarm. A stale page may raise one, too. */
export function RaiseDialog({ row, onClose }: { row: FloorRow; onClose: () => void }) {
  const [type, setType] = useState<SirenType>('emergency');
  const [note, setNote] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const raised = use(RaisedSirensContext);
  const raise = useMutation({
    mutationFn: () =>
      request<output<typeof siren>>(`/api/calls/${encodeURIComponent(callKey(row))}/siren`, {
        method: 'POST',
        body: { alert_type: type, reason: note.trim() || `${sirenWords(type)}.` },
      }),
    onSuccess: ({ id }) => {
      raised.add(row.id, id);
      onClose();
    },
    onSettled: () =>
      Promise.all([floorQuery.queryKey, ['sirens']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!raise.isPending) raise.mutate();
  };
  return (
    <Dialog isOpen onClose={onClose} title={`Raise a siren for ${titleOfParty(row)}`} initialFocus={field}>
      <form onSubmit={submit} className="flex flex-col gap-4 p-4">
        <div role="group" aria-label="What happens" className="flex flex-wrap gap-2">
          {SIREN_TYPES.map((each) => (
            <ToggleChip key={each} isOn={type === each} onChange={() => setType(each)}>
              {sirenWords(each)}
            </ToggleChip>
          ))}
        </div>
        <Field
          ref={field}
          label="Note for those who respond"
          hint="Enter raises the siren at once. Without a note, its kind is what they read."
          value={note}
          maxLength={2000}
          onChange={({ target }) => setNote(target.value)}
        />
        {raise.isError && <Failure error={raise.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="danger" disabledBecause={raise.isPending && 'It was sent.'}>
            Raise the siren
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
