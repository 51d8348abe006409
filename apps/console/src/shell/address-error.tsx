import { useRouter } from '@tanstack/react-router';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/states.tsx';
import { UnknownParameterError } from '../search-params.ts';

/** The page of an address that says something unknown, and of a screen that failed. */
export function AddressError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const router = useRouter();
  const unknown = findUnknownParameter(error);
  if (!unknown) return <Failure error={error} onRetry={onRetry} />;
  return (
    <div className="flex max-w-2xl flex-col items-start gap-2 px-6 py-8" data-state="unknown-parameter">
      <h1 className="text-20">This address has a filter that the page does not know</h1>
      <p className="text-muted">
        <code>{unknown.message}</code> is not shown, as leaving it out would show other rows than the address means.
      </p>
      <Button
        onClick={() => void router.navigate({ to: router.state.location.pathname, search: {}, replace: true } as never)}
      >
        Remove all filters
      </Button>
    </div>
  );
}

/** The router wraps what a reader of parameters throws. */
function findUnknownParameter(error: unknown): UnknownParameterError | undefined {
  if (error instanceof UnknownParameterError) return error;
  return error instanceof Error && error.cause !== undefined ? findUnknownParameter(error.cause) : undefined;
}
