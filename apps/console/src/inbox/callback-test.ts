import type { callbackTest } from '@trunkline/api-contract/inbox';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { output } from 'zod';
import { request } from '../http/request.ts';
import { useSettled } from '../http/use-settled.ts';
import { rereadInbox } from './reread-inbox.ts';

export type CallbackTest = output<typeof callbackTest>;

/** Sends a signed callback through the public origin, and follows it until it is settled. */
export function useCallbackTest() {
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: () => request<CallbackTest>('/api/inbox/test', { method: 'POST' }),
    onSuccess: () => rereadInbox(client),
  });
  return { ask, test: useSettled(ask.data, `/api/inbox/tests/${ask.data?.id}`) };
}

export type Step = { name: string; state: 'waiting' | 'running' | 'done' | 'failed'; detail?: string };

/** The way of a test callback, step by step, as far as it came. */
export function stepsOf(test: CallbackTest | undefined, isAsked: boolean): Step[] {
  const isPosted = test?.url !== undefined && test.url !== null;
  const isSettled = test?.is_settled ?? false;
  const isAnswered = test?.status !== undefined && test.status !== null;
  const after = (isDone: boolean, mayRun: boolean): Step['state'] =>
    isDone ? 'done' : isSettled ? 'failed' : mayRun && isAsked ? 'running' : 'waiting';
  const steps: Step[] = [
    { name: 'A worker signs the callback as Twilio does', state: after(isPosted, true) },
    {
      name: 'It is posted to the public URL',
      state: after(isAnswered, isPosted),
      ...(isPosted && { detail: test.url! }),
    },
    {
      name: 'Ingest accepts the signature',
      state: after(test?.ok ?? false, isAnswered),
      ...(isAnswered && { detail: `Answered ${test.status}${test.took_ms === null ? '' : ` in ${test.took_ms} ms`}` }),
    },
    { name: 'It is stored in the inbox', state: after(test?.callback_id != null, test?.ok ?? false) },
  ];
  const failed = steps.findIndex(({ state }) => state === 'failed');
  return steps.map((step, n) => (failed >= 0 && n > failed ? { ...step, state: 'waiting' } : step));
}
