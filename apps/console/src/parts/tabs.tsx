import { Link } from '@tanstack/react-router';

/** A part of a screen: `search` is the state of the address that shows it. */
export type Tab = { name: string; search: object; isShown: boolean };

/** The parts of a screen as links, of which one is shown: the address holds which. */
export const Tabs = ({ label, tabs }: { label: string; tabs: readonly Tab[] }) => (
  <nav aria-label={label} className="-mb-px flex flex-wrap gap-x-4 border-b border-line">
    {tabs.map(({ name, search, isShown }) => (
      <Link
        key={name}
        to="."
        search={search as never}
        activeOptions={{ exact: true }} // otherwise the first tab would be current on every one
        aria-current={isShown ? 'page' : undefined}
        className={`-mb-px inline-flex h-8 items-center border-b-2 px-1 ${isShown ? 'border-accent font-semibold text-text' : 'border-transparent text-muted hover:text-text'}`}
      >
        {name}
      </Link>
    ))}
  </nav>
);
