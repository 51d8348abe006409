import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { request } from '../http/request.ts';

/** Ends the session of this browser; everything that was read is forgotten. */
export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => request('/api/logout', { method: 'POST' }),
    onSettled: async () => {
      await navigate({ to: '/login', search: {} });
      client.clear();
    },
  });
}
