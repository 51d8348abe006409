import { Absent } from '../../parts/times/time.tsx';
import type { CallbackDetail } from '../callback.ts';

/** What applying a callback would change in its call, for the person who decides about it. */
export function WouldChange({ would_change: changes }: Pick<CallbackDetail, 'would_change'>) {
  if (changes === null) return null;
  return (
    <section className="border-t border-line px-4 py-3">
      <h3 className="text-12 font-semibold text-muted">Applying it would change</h3>
      {changes.length === 0 && <p className="pt-1 text-muted">Nothing of the call: the same is known already.</p>}
      <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-3 gap-y-1 pt-1">
        {changes.map(({ field, before, after }) => (
          <div key={field} className="contents">
            <dt className="text-muted">{field.replaceAll('_', ' ')}</dt>
            <dd>
              {before ?? <Absent because="not known" />} <span aria-label="becomes">→</span>{' '}
              <strong>{after ?? <Absent because="none" />}</strong>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
