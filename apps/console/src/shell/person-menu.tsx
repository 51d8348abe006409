import { useNavigate } from '@tanstack/react-router';
import { useAccount } from '../identity/account-context.ts';
import { nameOf } from '../identity/account.ts';
import { useSignOut } from '../identity/sign-out.ts';
import { Menu, MenuChoices, MenuItem, MenuLine, MenuSwitch } from '../parts/menus/menu.tsx';
import type { MenuOnDemand } from '../parts/menus/on-demand.tsx';
import { setPreferences, timeZoneOf } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { openOverlay } from './overlay.ts';

/** Who is logged in, and what they set for this browser. */
export function PersonMenu({ trigger, isOpenAtOnce }: MenuOnDemand) {
  const account = useAccount();
  const navigate = useNavigate();
  const preferences = usePreferences();
  const signOut = useSignOut();
  const system = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hasSession = account.id !== null;
  return (
    <Menu align="end" trigger={trigger} isOpenAtOnce={isOpenAtOnce}>
      <p className="px-2 py-1">
        <span className="block font-semibold">{nameOf(account)}</span>
        <span className="text-muted">
          {account.role} · {timeZoneOf(preferences)}
        </span>
      </p>
      <MenuLine />
      <MenuChoices
        name="Theme"
        value={preferences.theme}
        onChange={(theme) => setPreferences({ theme })}
        choices={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <MenuChoices
        name="Time zone"
        value={preferences.timeZone}
        onChange={(timeZone) => setPreferences({ timeZone })}
        choices={[
          { value: null, label: `As the system: ${system}` },
          ...(system === 'UTC' ? [] : [{ value: 'UTC', label: 'UTC' }]),
        ]}
      />
      <MenuLine />
      <MenuSwitch isOn={preferences.hasRelativeTimes} onChange={(isOn) => setPreferences({ hasRelativeTimes: isOn })}>
        Times as “2 min ago”
      </MenuSwitch>
      <MenuSwitch isOn={preferences.hasLetterKeys} onChange={(isOn) => setPreferences({ hasLetterKeys: isOn })}>
        Shortcuts of one letter
      </MenuSwitch>
      <MenuItem onChoose={() => openOverlay('shortcuts')}>
        <span className="size-4" /> All shortcuts…
      </MenuItem>
      <MenuLine />
      {hasSession && <MenuItem onChoose={() => void navigate({ to: '/account' })}>Your account and sessions</MenuItem>}
      {hasSession ? (
        <MenuItem onChoose={() => signOut.mutate()}>Sign out</MenuItem>
      ) : (
        <MenuItem onChoose={() => void navigate({ to: '/login', search: {} })}>Log in as a person…</MenuItem>
      )}
    </Menu>
  );
}
