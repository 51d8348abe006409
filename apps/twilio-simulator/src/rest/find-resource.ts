import type { Resource } from './endpoint.ts';
import { resources } from './endpoints.ts';

/** An address that exists; no resource if there is none for that method. */
export interface Found {
  resource: Resource | undefined;
  sids: string[];
}

export function findResource(method: string, path: string, accountSid: string): Found | undefined {
  const [, account, rest = ''] = /^\/2010-04-01\/Accounts\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (account !== accountSid) return undefined;
  const matching = resources.filter(({ pattern }) => pattern.test(rest));
  if (matching.length === 0) return undefined;
  const resource = matching.find((each) => (each.method ?? 'GET') === method);
  const [, ...sids] = matching[0]?.pattern.exec(rest) ?? [];
  return { resource, sids };
}
