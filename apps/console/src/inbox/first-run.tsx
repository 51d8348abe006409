import type { twilioConfiguration } from '@trunkline/api-contract/reconciliation';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { output } from 'zod';
import { request } from '../http/request.ts';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { CopyIcon } from '../parts/icons.tsx';
import { Panel } from '../parts/panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Failure } from '../parts/states.tsx';
import { copyText } from './callbacks/callback-fields.tsx';
import { TestCallback } from './test-callback.tsx';

const configurationQuery = queryOptions({
  queryKey: ['twilio-configuration'],
  queryFn: ({ signal }) => request<output<typeof twilioConfiguration>>('/api/twilio/debug', { signal }),
  staleTime: Infinity,
});

/** No callback was ever received: what to set at Twilio, and how to see that it works. */
export function InboxFirstRun({ onTest, onShow }: { onTest: () => void; onShow: () => void }) {
  const account = useAccount();
  const { data, error, isFetching, refetch } = useQuery(configurationQuery);
  return (
    <div data-state="first-run" className="flex max-w-3xl flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h2 className="text-16">No callback was ever received</h2>
        <p className="text-muted">
          Twilio posts a callback for each step of a call. They appear here as they arrive, by themselves.
        </p>
      </div>
      <Panel title="1. Paste these URLs at Twilio">
        <div className="flex flex-col gap-3 px-4 py-3">
          <p className="text-muted">
            Twilio Console, your phone number, Voice configuration, both with the method HTTP POST. What follows{' '}
            <code>#</code> makes Twilio retry, and is not sent.
          </p>
          {error && <Failure error={error} onRetry={() => void refetch()} isRetrying={isFetching} />}
          {!data && !error && <Skeleton label="Loading the URLs" lines={2} />}
          {data && (
            <>
              <Url name="A call comes in" url={data.webhook_urls['number_voice'] ?? ''} />
              <Url name="Call status changes" url={data.webhook_urls['number_status'] ?? ''} />
            </>
          )}
        </div>
      </Panel>
      {mayUse(account, 'inbox.test') && (
        <Panel title="2. See that a callback gets here">
          <TestCallback onAsk={onTest} onShow={onShow} />
        </Panel>
      )}
      <Panel title={mayUse(account, 'inbox.test') ? '3. Call the number' : '2. Call the number'}>
        <p className="px-4 py-3 text-muted">
          Its first callback replaces this page. If none arrives, look at the rejected requests: they name the likely
          cause. Without a number, <code>npm run simulate</code> plays calls.
        </p>
      </Panel>
    </div>
  );
}

const Url = ({ name, url }: { name: string; url: string }) => (
  <div className="flex flex-col gap-1">
    <span className="font-semibold">{name}</span>
    <span className="flex items-center gap-2">
      <code className="min-w-0 grow rounded-md border border-line bg-ground px-2 py-1 break-all">{url}</code>
      <Button isSmall aria-label={`Copy the URL for “${name}”`} onClick={() => copyText(url, 'URL')}>
        <CopyIcon className="size-3" /> Copy
      </Button>
    </span>
  </div>
);
