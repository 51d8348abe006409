import { isPrivateHost } from '@trunkline/service';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';

export type WebhookReach = Pick<ApiConfig, 'NODE_ENV' | 'WEBHOOKS_ALLOW_PRIVATE'>;

/** Throws a 422 for a URL that worker-notify will never request. A name that does not resolve yet is let through. */
export async function refuseUnreachable(url: string, reach: WebhookReach): Promise<void> {
  const { protocol, hostname, port } = new URL(url);
  if (reach.NODE_ENV === 'production' && protocol !== 'https:')
    throw new Problem('validation_failed', 'url: must be https in production.');
  if (port === '0') throw new Problem('validation_failed', 'url: no server can listen on port 0. Name its real port.');
  if (!reach.WEBHOOKS_ALLOW_PRIVATE && (await isPrivateHost(hostname)))
    throw new Problem(
      'validation_failed',
      'url: leads into a private network, where nothing is delivered. Use a public address, or set WEBHOOKS_ALLOW_PRIVATE=true for api and worker-notify.',
    );
}
