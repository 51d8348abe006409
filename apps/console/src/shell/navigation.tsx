import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { ElsewhereIcon } from '../parts/icons.tsx';
import { screensOf } from '../screens.ts';
import { OpenSirenCount } from '../sirens/open-siren-count.tsx';

const ITEM = 'flex min-h-7 items-center gap-2 rounded-md px-2 text-muted hover:text-text';

/** Screens that this person may open, at the left of a wide window. */
export function Navigation() {
  const account = useAccount();
  const screens = useMemo(() => screensOf(account), [account]);
  const navigate = useNavigate();
  useShortcuts(
    useMemo(
      () =>
        screens.map(({ path, name, digit }) => ({
          keys: `g ${digit}`,
          label: `Go to ${name}`,
          group: 'Screens',
          run: () => void navigate({ to: path }),
        })),
      [screens, navigate],
    ),
  );
  return (
    <nav
      aria-label="Screens"
      className="sticky top-[var(--top-height,3rem)] hidden h-[calc(100vh-var(--top-height,3rem))] flex-col gap-0.5 self-start overflow-y-auto border-r border-line bg-surface p-2 md:flex"
    >
      {screens.map(({ path, name }) => (
        <Link
          key={path}
          to={path}
          className={ITEM}
          activeProps={{ className: 'bg-accent-soft font-semibold text-accent!', 'aria-current': 'page' }}
        >
          {name} {path === '/sirens' && <OpenSirenCount />}
        </Link>
      ))}
      <div className="mt-auto flex flex-col gap-0.5 border-t border-line pt-2">
        <OtherPages />
      </div>
    </nav>
  );
}

/** Pages of the server that are no screens of the console. */
function OtherPages() {
  const account = useAccount();
  const pages = [...(mayUse(account, 'queues.manage') ? [['/admin/queues', 'Queues']] : []), ['/docs', 'API']] as const;
  return pages.map(([href, name]) => (
    <a key={href} href={href} className={ITEM}>
      {name} <ElsewhereIcon className="size-3" />
    </a>
  ));
}
