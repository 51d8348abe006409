import type { callsPage } from '@trunkline/api-contract/calls';
import type { output } from 'zod';
import type { Api } from '../api/open-api.ts';

/**
 * The SID of the call that started last; undefined if there is none. A leg starts after its call; where the newest rows are
 * legs alone, one of them leads to it.
 */
export async function findLatest(api: Api): Promise<string | undefined> {
  const { data } = await api.get<output<typeof callsPage>>('/api/calls', { limit: 20 });
  const placed = data.filter(({ call_sid: sid }) => sid !== null);
  return (placed.find(({ parent_call_sid: parent }) => parent === null) ?? placed[0])?.call_sid ?? undefined;
}

export const NO_CALL = 'There is no call yet.';
