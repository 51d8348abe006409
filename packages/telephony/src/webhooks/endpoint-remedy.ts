import type { EndpointState } from './endpoint-state.ts';

type Endpoint = { state: EndpointState; failuresInARow: number };

const RUNBOOK = 'docs/operations/webhooks.md';

/** What to do about an endpoint that gets no messages or refuses them; null where nothing is to be done. Pure. */
export function remedyOfEndpoint({ state, failuresInARow }: Endpoint): { remedy: string; runbook: string } | null {
  if (state === 'disabled')
    return {
      remedy: 'Correct the receiver or its URL and enable the endpoint, then redrive what it missed.',
      runbook: `${RUNBOOK}#a-disabled-endpoint`,
    };
  if (state === 'active' && failuresInARow > 0)
    return {
      remedy: 'Look at the error of its last delivery; attempts go on by themselves until the endpoint is disabled.',
      runbook: `${RUNBOOK}#errors`,
    };
  return null;
}
