import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../http/request.ts';
import type { Permission } from '../identity/account.ts';
import type { CallbackRow, InboxState } from './callback.ts';
import { rereadInbox } from './reread-inbox.ts';

/** What a person decides about a callback that waits for one. */
export type Decision = 'replay' | 'release' | 'discard';

export const DECISION_WORDS: Readonly<Record<Decision, { verb: string; asked: string; done: string; effect: string }>> =
  {
    replay: {
      verb: 'Replay',
      asked: 'Replaying…',
      done: 'Replayed',
      effect: 'It is applied again. Twilio is not contacted.',
    },
    release: {
      verb: 'Release',
      asked: 'Releasing…',
      done: 'Released',
      effect: 'It is applied although it was not believed. Twilio is not contacted, and no call is placed.',
    },
    discard: {
      verb: 'Discard',
      asked: 'Discarding…',
      done: 'Discarded',
      effect: 'It is never applied. It stays in the inbox with its error and this reason.',
    },
  };

const LISTS: Partial<Record<InboxState, { path: string; noun: string; decisions: readonly Decision[] }>> = {
  dead_letter: { path: 'dead-letters', noun: 'dead letter', decisions: ['replay', 'discard'] },
  quarantined: { path: 'quarantined', noun: 'quarantined callback', decisions: ['release', 'discard'] },
};

/** What can be decided about a callback in this state; undefined where nothing waits for a person. */
export const decisionsOf = (state: InboxState) => LISTS[state];

export const PERMISSION_OF_DECISION: Readonly<Record<Decision, Permission>> = {
  replay: 'inbox.replay',
  release: 'inbox.decide',
  discard: 'inbox.decide',
};

/** Sends a decision, and reads the inbox again: it was seen once the callback is shown in another state. */
export function useDecision({ id, state }: Pick<CallbackRow, 'id' | 'state'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ decision, reason }: { decision: Decision; reason?: string }) =>
      request(`/api/${LISTS[state]?.path ?? 'inbox'}/${id}/${decision}`, {
        method: 'POST',
        ...(reason !== undefined && { body: { reason } }),
      }),
    onSettled: () => rereadInbox(client),
  });
}
