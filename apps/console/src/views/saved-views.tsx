import { lazy, Suspense, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';
import type { View } from './views-query.ts';

const load = () => import('./views-menu.tsx');
const ViewsMenu = lazy(async () => ({ default: (await load()).ViewsMenu }));
const SaveViewDialog = lazy(async () => ({ default: (await import('./save-view-dialog.tsx')).SaveViewDialog }));
const ManageViewsDialog = lazy(async () => ({
  default: (await import('./manage-views-dialog.tsx')).ManageViewsDialog,
}));

type Props = {
  /** Name of the screen, as the API knows it. */
  screen: string;
  /** The present query string, without `?`. */
  query: string;
  /** The same in words. */
  words: readonly string[];
  onShow: (view: View) => void;
};

/** Shows a saved view, and saves what is shown as one. */
export function SavedViews({ screen, query, words, onShow }: Props) {
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const close = (): void => setDialog(null);
  const trigger = (
    <Button>
      Views <ChevronIcon className="size-3" />
    </Button>
  );
  return (
    <>
      <OnDemand trigger={trigger} load={load}>
        {(menu) => (
          <ViewsMenu
            {...menu}
            screen={screen}
            onShow={onShow}
            onSave={() => setDialog('save')}
            onManage={() => setDialog('manage')}
          />
        )}
      </OnDemand>
      <Suspense>
        {dialog === 'save' && <SaveViewDialog screen={screen} query={query} words={words} onClose={close} />}
        {dialog === 'manage' && <ManageViewsDialog screen={screen} onClose={close} />}
      </Suspense>
    </>
  );
}
