import { lazy, Suspense } from 'react';
import type { Shortcut } from '../keyboard/shortcuts.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { setPreferences, getPreferences } from '../preferences/preferences.ts';
import { openOverlay, useOverlay } from './overlay.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutsHelp = lazy(async () => ({ default: (await import('./shortcuts-help.tsx')).ShortcutsHelp }));

/** The palette and the overview of shortcuts, each loaded when it is first opened, and the keys that every screen has. */
export function Overlays() {
  const overlay = useOverlay();
  useShortcuts(EVERYWHERE);
  return (
    <Suspense>
      {overlay === 'palette' && <Palette onClose={() => openOverlay(null)} />}
      {overlay === 'shortcuts' && <ShortcutsHelp onClose={() => openOverlay(null)} />}
    </Suspense>
  );
}

const EVERYWHERE: readonly Shortcut[] = [
  {
    keys: '$mod+k',
    label: 'Search and go anywhere',
    group: 'Everywhere',
    run: () => openOverlay('palette'),
    inFields: true,
  },
  { keys: '[Shift]+?', label: 'Show all shortcuts', group: 'Everywhere', run: () => openOverlay('shortcuts') },
  {
    keys: 't',
    label: 'Switch between times of day and “2 min ago”',
    group: 'Everywhere',
    run: () => setPreferences({ hasRelativeTimes: !getPreferences().hasRelativeTimes }),
  },
];
