import { queryOptions } from '@tanstack/react-query';
import type { health } from '@trunkline/api-contract/processes';
import type { output } from 'zod';
import { request } from '../http/request.ts';
import type { Tone } from '../parts/tone.ts';

export type Health = output<typeof health>;
export type HealthProblem = Health['problems'][number];
export type Dependency = Health['dependencies'][number];
export type Process = Health['processes'][number];
type ProcessState = Process['state'];

/** Processes write a heartbeat every 10 s. The stream tells at once when the health changes. */
const HEARTBEAT_EVERY_MS = 10_000;

/** Every process, what they need, and what is wrong. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => request<Health>('/api/health', { signal }),
  refetchInterval: HEARTBEAT_EVERY_MS,
});

export const APPS = [
  'ingest',
  'api',
  'worker-status',
  'worker-reconcile',
  'worker-recording',
  'worker-transcription',
  'worker-dialer',
  'worker-notify',
] as const;
export type AppName = (typeof APPS)[number];

type Shown = { words: string; tone: Tone };

export const PROCESS_STATES: Readonly<Record<ProcessState, Shown>> = {
  ok: { words: 'Healthy', tone: 'live' },
  degraded: { words: 'Degraded', tone: 'warn' },
  unhealthy: { words: 'Unhealthy', tone: 'bad' },
  silent: { words: 'Silent', tone: 'bad' },
  ended: { words: 'Ended', tone: 'idle' },
};

export const DEPENDENCY_STATES: Readonly<Record<Dependency['state'], Shown>> = {
  up: { words: 'Answers', tone: 'live' },
  unavailable: { words: 'Unavailable', tone: 'bad' },
  off: { words: 'Off', tone: 'idle' },
  unknown: { words: 'Not asked yet', tone: 'idle' },
};
