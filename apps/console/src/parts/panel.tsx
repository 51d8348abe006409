import type { ReactNode } from 'react';

/** A frame with a thin line. Panels are not put into panels. */
export const Panel = ({ title, end, children }: { title?: ReactNode; end?: ReactNode; children: ReactNode }) => (
  <section data-frame className="overflow-clip rounded-lg border border-line bg-raised">
    {title && (
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <h2 className="text-12 text-muted">{title}</h2>
        <div className="ml-auto flex items-center gap-2">{end}</div>
      </header>
    )}
    {children}
  </section>
);

/** Names and values. */
export const Facts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 px-4 py-3">
    {facts.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-muted">{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
