import type { ReactNode } from 'react';
import { toRequestError } from '../http/request-error.ts';
import { Button } from './button.tsx';
import { CopyIcon } from './icons.tsx';
import { Status } from './status.tsx';

const BOX = 'flex flex-col items-start gap-2 px-6 py-8 max-w-2xl';

/** Nothing is there yet: what will be, and the one thing to do next. */
export const FirstRun = ({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) => (
  <div className={BOX} data-state="first-run">
    <h2 className="text-16">{title}</h2>
    <div className="text-muted">{children}</div>
    {action}
  </div>
);

/** The filters leave nothing: which ones, and how to remove them. */
export const NothingFound = ({ filters, onClear }: { filters: readonly string[]; onClear: () => void }) => (
  <div className={BOX} data-state="nothing-found">
    <h2 className="text-16">Nothing matches these filters</h2>
    <ul className="list-disc pl-5 text-muted">
      {filters.map((filter) => (
        <li key={filter}>{filter}</li>
      ))}
    </ul>
    <Button onClick={onClear}>Remove all filters</Button>
  </div>
);

type FailureProps = { error: unknown; onRetry?: () => void; isRetrying?: boolean };

/** What failed, in the words of the API, with what finds it in the log. */
export function Failure({ error, onRetry, isRetrying }: FailureProps) {
  const { title, detail, requestId } = toRequestError(error);
  return (
    <div
      role="alert"
      data-state="error"
      data-frame
      className="flex flex-wrap items-start gap-x-4 gap-y-2 rounded-lg border border-bad bg-bad-soft px-4 py-3"
    >
      <div className="min-w-0 grow basis-64">
        <Status tone="bad">{title}</Status>
        <p>{detail}</p>
        {requestId && <RequestId id={requestId} />}
      </div>
      {onRetry && (
        <Button onClick={onRetry} disabledBecause={isRetrying && 'The request is sent again.'}>
          {isRetrying ? 'Retrying…' : 'Retry'}
        </Button>
      )}
    </div>
  );
}

const RequestId = ({ id }: { id: string }) => (
  <p className="flex flex-wrap items-center gap-2 text-12 text-muted">
    <code>{id}</code>
    <button
      type="button"
      className="inline-flex h-6 items-center gap-1 rounded px-1 text-muted hover:text-text"
      onClick={() => void navigator.clipboard.writeText(id)}
    >
      <CopyIcon className="size-3" /> Copy the request’s id
    </button>
  </p>
);

/** A failure above the last good content, which stays readable but pale. */
export const FailureOver = ({ children, ...failure }: FailureProps & { children: ReactNode }) => (
  <div className="flex flex-col gap-4">
    <Failure {...failure} />
    {children && (
      <div className="grayscale" data-last-good>
        <p className="pb-2 text-12 text-muted">Below is what was last read. It may no longer be true.</p>
        {children}
      </div>
    )}
  </div>
);

/** A request of which the answer is shown. */
export type Asked = { data: unknown; error: Error | null; isFetching: boolean; refetch: () => Promise<unknown> };

/** What a request answered; if reading it again failed, what was last read, below the failure. */
export function Answered({
  by,
  error = by.error,
  children,
}: {
  by: Asked;
  error?: Error | null | undefined;
  children: ReactNode;
}) {
  if (!error) return children;
  return (
    <FailureOver error={error} onRetry={() => void by.refetch()} isRetrying={by.isFetching}>
      {by.data !== undefined && children}
    </FailureOver>
  );
}

/** Some of several sources answered. */
export const Partial = ({ answered, of, missing }: { answered: number; of: number; missing: readonly string[] }) => (
  <p data-state="partial" role="status" className="rounded-md border border-warn bg-warn-soft px-3 py-1.5">
    <Status tone="warn">
      {answered} of {of} sources answered
    </Status>{' '}
    <span className="text-muted">Missing: {missing.join(', ')}.</span>
  </p>
);

/** Unknown and forbidden are one page, which does not say whether a thing exists. */
export const NotFound = () => (
  <div className={BOX} data-state="not-found">
    <h1 className="text-20">Not found</h1>
    <p className="text-muted">Nothing is at this address, or you may not see it.</p>
    <a href="/" className="text-accent underline">
      Go to your first page
    </a>
  </div>
);
