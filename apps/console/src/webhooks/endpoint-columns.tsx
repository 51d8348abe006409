import { Link } from '@tanstack/react-router';
import type { Column } from '../lists/data-table.tsx';
import { Remedy } from '../parts/remedy.tsx';
import { Status } from '../parts/status.tsx';
import { Time } from '../parts/times/time.tsx';
import { EndpointButtons } from './endpoint-buttons.tsx';
import { ENDPOINT_STATE_WORDS, type Endpoint } from './webhooks-query.ts';

/** Why it gets nothing now, or is about to. */
function EndpointFault({ disabled_reason, failures_in_a_row: failures, failing_since, paused_until }: Endpoint) {
  if (disabled_reason !== null) return <p className="text-bad">{disabled_reason}</p>;
  return (
    <>
      {failures > 0 && (
        <p className="text-warn">
          {failures} failed {failures === 1 ? 'attempt' : 'attempts in a row'}
          {failing_since && (
            <>
              , since <Time at={failing_since} />
            </>
          )}
        </p>
      )}
      {paused_until && (
        <p className="text-muted">
          It asked to wait until <Time at={paused_until} />
        </p>
      )}
    </>
  );
}

export const ENDPOINT_COLUMNS: Column<Endpoint>[] = [
  {
    id: 'state',
    name: 'State',
    cell: ({ state }) => <Status tone={ENDPOINT_STATE_WORDS[state].tone}>{ENDPOINT_STATE_WORDS[state].words}</Status>,
  },
  {
    id: 'url',
    name: 'URL',
    cell: (endpoint) => (
      <div className="max-w-2xl min-w-32 py-1.5 whitespace-normal">
        <Link
          to="."
          search={((search: object) => ({ ...search, endpoint: endpoint.id })) as never}
          resetScroll={false}
          title="Show its messages"
          className="inline-flex min-h-6 items-center break-all hover:underline"
        >
          {endpoint.url}
        </Link>
        <EndpointFault {...endpoint} />
        {endpoint.remedy !== null && <Remedy remedy={endpoint.remedy} runbook={endpoint.runbook} />}
        <div className="md:hidden">
          <EndpointButtons endpoint={endpoint} />
        </div>
      </div>
    ),
  },
  {
    id: 'events',
    name: 'Events',
    isSecondary: true,
    cell: ({ events }) => <span className="whitespace-normal">{events.join(', ')}</span>,
  },
  {
    id: 'change',
    name: 'Change',
    isNameHidden: true,
    isSecondary: true,
    cell: (endpoint) => <EndpointButtons endpoint={endpoint} />,
  },
];
