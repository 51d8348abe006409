import { accountEndpoints } from './account/account-endpoints.ts';
import { callEndpoints } from './calls/call-endpoints.ts';
import { conferenceEndpoints } from './conferences/conference-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { recordingEndpoints } from './recordings/recording-endpoints.ts';

const endpoints: readonly Endpoint[] = [
  ...callEndpoints,
  ...recordingEndpoints,
  ...conferenceEndpoints,
  ...accountEndpoints,
];

/** A known path. Undefined endpoint: the method is not allowed. */
export interface Found {
  endpoint: Endpoint | undefined;
  sids: string[];
}

export function findEndpoint(method: string, path: string, accountSid: string): Found | undefined {
  const [, account, rest = ''] = /^\/2010-04-01\/Accounts\/([^/.]+)(\/.*|\.json)$/.exec(path) ?? [];
  if (account !== accountSid) return undefined;
  const matching = endpoints.filter(({ pattern }) => pattern.test(rest));
  if (matching.length === 0) return undefined;
  const endpoint = matching.find((each) => (each.method ?? 'GET') === method);
  const [, ...sids] = matching[0]?.pattern.exec(rest) ?? [];
  return { endpoint, sids };
}
