import { scopeOf, type Role } from '@trunkline/access';
import type { Scoped } from '@trunkline/db/connection';
import { countConversations } from '@trunkline/db/conversations';
import type { Search } from '@trunkline/telephony/search';

const LARGE = 10_000;
const CACHED_FOR_MS = 10_000;

/**
 * Counts the conversations that the actor may see. Counting 100,000 takes as long as five pages of the list, so that a
 * large total of all conversations is cached for ten seconds.
 */
export function openConversationTotals(): (tx: Scoped, role: Role, search: Search | undefined) => Promise<number> {
  let [cached, countedAt] = [0, 0];
  return async (tx, role, search) => {
    if (search) return countConversations(tx, false, search);
    const seesAll = scopeOf(role, 'conversations.read') === 'all';
    if (seesAll && cached > LARGE && performance.now() - countedAt < CACHED_FOR_MS) return cached;
    const total = await countConversations(tx);
    if (seesAll) [cached, countedAt] = [total, performance.now()];
    return total;
  };
}
