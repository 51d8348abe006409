import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../http/request.ts';

type SirenAnswer = 'acknowledge' | 'release' | 'resolve' | 'false-alarm';
type Given = { answer: SirenAnswer; resolution?: string };

/** Answers a siren. Of several persons at once one succeeds; the error of the others names that one. */
export function useAnswerSiren(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ answer, resolution }: Given) =>
      request(`/api/sirens/${id}/${answer}`, {
        method: 'POST',
        ...(resolution !== undefined && { body: { resolution } }),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sirens'] }),
  });
}
