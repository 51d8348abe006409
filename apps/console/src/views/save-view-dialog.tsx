import { useRef, useState, type FormEvent } from 'react';
import { request } from '../http/request.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialogs/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Failure } from '../parts/states.tsx';
import { useViewChange } from './views-query.ts';

type Props = { screen: string; query: string; words: readonly string[]; onClose: () => void };

/** Gives the present filters, order and columns a name. */
export function SaveViewDialog({ screen, query, words, onClose }: Props) {
  const account = useAccount();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const save = useViewChange(
    () => request('/api/views', { method: 'POST', body: { screen, name: name.trim(), query, is_shared: isShared } }),
    onClose,
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '' && !save.isPending) save.mutate(undefined);
  };
  return (
    <Dialog isOpen onClose={onClose} title="Save this view">
      <form ref={form} onSubmit={submit} className="flex flex-col gap-4 p-4">
        <div>
          <p className="text-muted">It keeps the filters, the order and the columns:</p>
          <ul className="list-disc pl-5">
            {words.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </div>
        <Field
          label="Name"
          required
          maxLength={100}
          value={name}
          onChange={({ target }) => setName(target.value)}
          hint="As you would look for it: Failed today"
        />
        {mayUse(account, 'views.share') && (
          <label className="flex items-center gap-2">
            <input type="checkbox" checked={isShared} onChange={({ target }) => setShared(target.checked)} />
            Share it with the staff
          </label>
        )}
        {save.error && <Failure error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            disabledBecause={name.trim() === '' ? 'Write a name first.' : save.isPending && 'It is being saved.'}
            onClick={() => form.current?.requestSubmit()}
          >
            Save the view
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
