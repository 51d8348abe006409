import { useAllShortcuts } from '../keyboard/use-shortcuts.ts';
import { Dialog } from '../parts/dialogs/dialog.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { usePreferences } from '../preferences/use-preferences.ts';

/** All shortcuts of this screen, from the list that the keys themselves are made from. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const shortcuts = useAllShortcuts();
  const { hasLetterKeys } = usePreferences();
  const groups = Map.groupBy(shortcuts, ({ group }) => group);
  return (
    <Dialog isOpen onClose={onClose} title="Shortcuts">
      <div className="grid gap-x-8 gap-y-4 p-4 sm:grid-cols-2">
        {!hasLetterKeys && (
          <p className="text-muted sm:col-span-2">Shortcuts of one letter are switched off in your menu.</p>
        )}
        {[...groups].map(([group, those]) => (
          <section key={group}>
            <h3 className="pb-1 text-12 font-semibold text-muted">{group}</h3>
            <dl className="flex flex-col gap-1">
              {those.map(({ keys, label }) => (
                <div key={keys} className="flex items-baseline justify-between gap-4">
                  <dt>{label}</dt>
                  <dd>
                    <KeyHint keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
