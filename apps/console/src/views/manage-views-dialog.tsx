import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../http/request.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialogs/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered, Failure } from '../parts/states.tsx';
import { SharedTag } from './shared-tag.tsx';
import { useViewChange, viewsQuery, type View } from './views-query.ts';

/** The views of a screen, to rename, share and delete. */
export function ManageViewsDialog({ screen, onClose }: { screen: string; onClose: () => void }) {
  const views = useQuery(viewsQuery(screen));
  return (
    <Dialog isOpen onClose={onClose} title="Saved views">
      <div className="p-4">
        <Answered by={views}>
          {!views.data && <Skeleton label="Loading the views" />}
          {views.data?.length === 0 && <p className="text-muted">No view is left.</p>}
          <ul className="flex flex-col divide-y divide-line">
            {views.data?.map((view) => (
              <ViewItem key={view.id} view={view} />
            ))}
          </ul>
        </Answered>
      </div>
    </Dialog>
  );
}

function ViewItem({ view }: { view: View }) {
  const account = useAccount();
  const [name, setName] = useState<string | null>(null);
  const path = `/api/views/${view.id}`;
  const change = useViewChange(
    (changes: { name?: string; is_shared?: boolean }) => request(path, { method: 'PATCH', body: changes }),
    () => setName(null),
  );
  const remove = useViewChange(() => request(path, { method: 'DELETE' }));
  const busy = (change.isPending || remove.isPending) && 'It is being changed.';
  const error = change.error ?? remove.error;
  return (
    <li className="flex flex-col gap-2 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-semibold break-all">{view.name}</span>
        <SharedTag view={view} />
        {view.may_change ? (
          <span className="ml-auto flex gap-2">
            <Button isSmall aria-label={`Rename ${view.name}`} onClick={() => setName(view.name)}>
              Rename
            </Button>
            {mayUse(account, 'views.share') && (
              <Button
                isSmall
                aria-label={`${view.is_shared ? 'Stop sharing' : 'Share'} ${view.name}`}
                disabledBecause={busy}
                onClick={() => change.mutate({ is_shared: !view.is_shared })}
              >
                {view.is_shared ? 'Stop sharing' : 'Share'}
              </Button>
            )}
            <Button
              isSmall
              kind="danger"
              aria-label={`Delete ${view.name}`}
              disabledBecause={busy}
              onClick={() => remove.mutate(undefined)}
            >
              Delete
            </Button>
          </span>
        ) : (
          <span className="text-12 text-faint">Its owner changes it.</span>
        )}
      </div>
      {name !== null && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') change.mutate({ name: name.trim() });
          }}
        >
          <Field
            label="New name"
            required
            maxLength={100}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
          <Button type="submit" disabledBecause={name.trim() === '' ? 'Write a name first.' : busy}>
            Rename
          </Button>
          <Button kind="quiet" onClick={() => setName(null)}>
            Cancel
          </Button>
        </form>
      )}
      {error && <Failure error={error} />}
    </li>
  );
}
