import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { request } from '../http/request.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialogs/dialog.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { Failure } from '../parts/states.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';

const SPANS = [
  { path: 'recent', words: 'The last hour', effect: 'Some requests to Twilio, within seconds.' },
  {
    path: 'today',
    words: 'The last 3 days',
    effect: 'A request to Twilio for each 1,000 calls of these days.',
  },
] as const;
type Span = (typeof SPANS)[number];

/** Begins a scan by hand. It appears in the list below at once, with its progress. */
export function StartScan() {
  const client = useQueryClient();
  const isStale = useIsStale();
  const [isOpen, setOpen] = useState(false);
  const start = useMutation({
    // answered once the scan has ended, or after 20 s
    mutationFn: ({ path }: Span) => request(`/api/sync/${path}`, { method: 'POST' }),
    onMutate: () => setOpen(false),
    onSettled: () =>
      Promise.all(['reconciliation', 'gaps'].map((noun) => client.invalidateQueries({ queryKey: [noun] }))),
  });
  useShortcuts(
    useMemo(
      () => [{ keys: 'Shift+S', label: 'Scan Twilio’s lists…', group: 'Operations', run: () => setOpen(true) }],
      [],
    ),
  );
  return (
    <>
      <Button isSmall onClick={() => setOpen(true)}>
        {start.isPending ? 'Scanning…' : 'Scan…'} <KeyHint keys="Shift+S" />
      </Button>
      {start.isError && (
        <div className="basis-full">
          <Failure error={start.error} />
        </div>
      )}
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Scan Twilio’s lists">
        <div className="flex flex-col gap-4 p-4">
          <p className="text-muted">
            Compares Twilio’s lists of calls and recordings with the database, and imports what is missing. Nothing is
            changed at Twilio.
          </p>
          {SPANS.map((span) => (
            <div key={span.path} className="flex items-center justify-between gap-3 max-sm:flex-wrap">
              <span className="min-w-0">
                <span className="font-semibold">{span.words}</span>
                <span className="block text-muted">{span.effect}</span>
              </span>
              <Button
                onClick={() => start.mutate(span)}
                disabledBecause={start.isPending ? 'A scan was asked for.' : isStale && STALE_REASON}
              >
                Scan {span.words.toLowerCase()}
              </Button>
            </div>
          ))}
        </div>
      </Dialog>
    </>
  );
}
