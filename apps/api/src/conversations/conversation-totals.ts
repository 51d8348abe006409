import { scopeOf, type Role } from '@trunkline/access';
import type { Scoped } from '@trunkline/db/connection';
import { countConversations } from '@trunkline/db/conversations';

const MANY = 10_000;
const GOOD_FOR_MS = 10_000;

/**
 * Counts the conversations that somebody may see. Of a hundred thousand that takes as long as five pages of the list:
 * so a large total of all of them is good for ten seconds.
 */
export function openConversationTotals(): (tx: Scoped, role: Role) => Promise<number> {
  let [known, countedAt] = [0, 0];
  return async (tx, role) => {
    const seesAll = scopeOf(role, 'conversations.read') === 'all';
    if (seesAll && known > MANY && performance.now() - countedAt < GOOD_FOR_MS) return known;
    const total = await countConversations(tx);
    if (seesAll) [known, countedAt] = [total, performance.now()];
    return total;
  };
}
