import { Link } from '@tanstack/react-router';
import type { Column } from '../lists/data-table.tsx';
import { Status } from '../parts/status.tsx';
import { Absent, Time } from '../parts/times/time.tsx';
import { RetryDelivery } from './retry-delivery.tsx';
import { DELIVERY_STATE_WORDS, type Delivery, type Endpoint } from './webhooks-query.ts';

/** What the endpoint answered last, or why there was no answer. */
export const DeliveryAnswer = ({ response_status: status, error }: Delivery) =>
  error === null && status === null ? (
    <Absent because="no attempt yet" />
  ) : (
    <span className={error === null ? undefined : 'text-bad'}>{error ?? `answered ${status}`}</span>
  );

/** The columns of messages; `endpointOf` finds the receiver of one. */
export const DELIVERY_COLUMNS = (endpointOf: (id: string) => Endpoint | undefined): Column<Delivery>[] => [
  {
    id: 'state',
    name: 'State',
    cell: ({ state }) => <Status tone={DELIVERY_STATE_WORDS[state].tone}>{DELIVERY_STATE_WORDS[state].words}</Status>,
  },
  {
    id: 'event',
    name: 'Event',
    cell: ({ id, event }) => (
      <Link
        to="."
        search={((search: object) => ({ ...search, selected: id })) as never}
        resetScroll={false}
        className="inline-flex min-h-6 items-center hover:underline"
      >
        {event}
      </Link>
    ),
  },
  { id: 'created', name: 'Created', isSecondary: true, cell: ({ created_at }) => <Time at={created_at} /> },
  { id: 'attempts', name: 'Attempts', isNumeric: true, isSecondary: true, cell: ({ attempts }) => attempts },
  {
    id: 'answer',
    name: 'Last answer',
    isSecondary: true,
    cell: (row) => (
      <span className="block max-w-80 truncate" title={row.error ?? undefined}>
        <DeliveryAnswer {...row} />
      </span>
    ),
  },
  {
    id: 'next',
    name: 'Next attempt',
    isSecondary: true,
    cell: ({ next_attempt_at: at }) => (at === null ? <Absent because="none" /> : <Time at={at} />),
  },
  {
    id: 'retry',
    name: 'Retry',
    isNameHidden: true,
    cell: (row) => <RetryDelivery delivery={row} isActive={endpointOf(row.endpoint_id)?.is_active ?? false} />,
  },
];
