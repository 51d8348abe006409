import type { doctorReport } from '@trunkline/api-contract/doctor';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { output } from 'zod';
import { request } from '../http/request.ts';

export type DoctorReport = output<typeof doctorReport>;
export type DoctorCheck = DoctorReport['checks'][number];
export type Finding = DoctorCheck['findings'][number];

export const doctorQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: ({ signal }) => request<DoctorReport>('/api/doctor', { signal }),
});

/** Has everything examined now. What takes longer than the answer waits is read by the next look. */
export function useExamination() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<DoctorReport>('/api/doctor', { method: 'POST', body: {} }),
    onSuccess: (report) => client.setQueryData(doctorQuery.queryKey, report),
  });
}
