import { Absent } from '../parts/times/time.tsx';
import type { OperationPreview } from './operation.ts';

/** The first rows of a preview: what each says, and what is known of its call now. */
export function PreviewSample({ preview: { sample, items } }: { preview: OperationPreview }) {
  const saysStatus = sample.some(({ callback_status }) => callback_status !== null);
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <table className="w-full border-collapse">
        <caption className="border-b border-line px-3 py-1.5 text-left text-12 text-muted">
          {sample.length < items ? `The first ${sample.length}` : 'All of them'}
        </caption>
        <thead className="text-12 text-muted">
          <tr>
            {['What', 'Call', ...(saysStatus ? ['It says'] : []), 'The call is'].map((name) => (
              <th key={name} scope="col" className="px-3 py-1 text-left font-semibold">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map(({ id, what, call_sid, error, callback_status, call_status }) => (
            <tr key={id} className="border-t border-line">
              <td className="px-3 py-1" title={error ?? undefined}>
                {what}
              </td>
              <td className="px-3 py-1">
                {call_sid ? (
                  <code title={call_sid}>
                    {call_sid.length > 12 ? `${call_sid.slice(0, 6)}…${call_sid.slice(-4)}` : call_sid}
                  </code>
                ) : (
                  <Absent because="names no call" />
                )}
              </td>
              {saysStatus && <td className="px-3 py-1">{callback_status ?? <Absent because="no status" />}</td>}
              <td className="px-3 py-1">{call_status ?? <Absent because="not known" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
