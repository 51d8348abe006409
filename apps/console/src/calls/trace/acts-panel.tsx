import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/times/time.tsx';
import type { Act } from './acts.ts';

/** What people did to the call: the same as on its lane, in words. */
export const ActsPanel = ({ acts }: { acts: readonly Act[] }) => (
  <Panel title="Sirens and commands">
    <ol className="divide-y divide-line" aria-label="Sirens and commands">
      {acts.map(({ id, at, name, by, words, look }) => (
        <li
          key={id}
          id={id}
          tabIndex={-1}
          className="flex flex-wrap items-baseline gap-x-3 px-4 py-1.5 focus:bg-accent-soft"
        >
          <Time at={new Date(at).toISOString()} />
          <span className="font-semibold">{name}</span>
          <Status tone={look.tone}>{look.words}</Status>
          {by && <span className="text-muted">by {by}</span>}
          {words && <span className="min-w-0 basis-full break-words text-muted sm:basis-auto">“{words}”</span>}
        </li>
      ))}
    </ol>
  </Panel>
);
