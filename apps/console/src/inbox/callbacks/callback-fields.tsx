import { Button } from '../../parts/button.tsx';
import { confirmToast } from '../../parts/toasts/toast.ts';
import type { CallbackDetail } from '../callback.ts';
import { orderFields } from './order-fields.ts';

/** Copies a text and says so. */
export const copyText = (text: string, what: string): void =>
  void navigator.clipboard.writeText(text).then(() => confirmToast(`${what} copied`));

/** The address of a callback in the inbox, for others to open. */
export const addressOf = (id: string): string => `${location.origin}/inbox?selected=${encodeURIComponent(id)}`;

type FieldsProps = Pick<CallbackDetail, 'id' | 'payload' | 'redacted_fields' | 'curl'>;

/** The fields of a callback as they were received, without what the role may not see, and what copies them. */
export function CallbackFields({ id, payload, redacted_fields: redacted, curl }: FieldsProps) {
  const { full, empty } = orderFields((payload ?? {}) as Record<string, unknown>);
  return (
    <section className="border-t border-line">
      <header className="flex flex-wrap items-center gap-2 px-4 pt-3">
        <h3 className="grow text-12 font-semibold text-muted">Fields</h3>
        {curl !== null && (
          <Button isSmall onClick={() => copyText(curl, 'Command')}>
            Copy as curl
          </Button>
        )}
        <Button isSmall onClick={() => copyText(JSON.stringify(payload, null, 2), 'JSON')}>
          Copy as JSON
        </Button>
        <Button isSmall onClick={() => copyText(addressOf(id), 'Link')}>
          Copy link
        </Button>
      </header>
      {full.length + empty.length === 0 && <p className="px-4 py-3 text-muted">It has no fields.</p>}
      <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-3 gap-y-1 px-4 py-3 font-mono text-12">
        {full.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="truncate text-muted" title={name}>
              {name}
            </dt>
            <dd className={redacted.includes(name) ? 'text-faint' : ''}>
              {typeof value === 'string' ? value : JSON.stringify(value)}
              {redacted.includes(name) && ' for your role'}
            </dd>
          </div>
        ))}
      </dl>
      {empty.length > 0 && (
        <p className="px-4 pb-3 text-12 text-muted">
          Empty: <span className="font-mono">{empty.join(', ')}</span>
        </p>
      )}
    </section>
  );
}
