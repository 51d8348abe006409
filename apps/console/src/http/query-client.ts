import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isUnauthenticated, RequestError } from './request-error.ts';

const RETRIES = 2;

/** The cache of all answers. The stream keeps it fresh, so that nothing is polled; an ended session shows the login. */
export function openQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (isUnauthenticated(error)) void client.invalidateQueries({ queryKey: ['account'] });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== 'account') onError(error);
      },
    }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 30_000, gcTime: 300_000, retry: isRetryable, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
  return client;
}

/** A refusal stays one; an outage may be over in a second. */
const isRetryable = (count: number, error: unknown): boolean =>
  count < RETRIES &&
  error instanceof RequestError &&
  (error.status === 0 || error.status === 503 || error.status === 429);
