import { clockEnv } from '@trunkline/service';
import { apiEnv } from '../../../apps/api/src/config.ts';
import { ingestEnv } from '../../../apps/ingest/src/config.ts';
import { workerDialerEnv } from '../../../apps/worker-dialer/src/config.ts';
import { workerNotifyEnv } from '../../../apps/worker-notify/src/config.ts';
import { workerReconcileEnv } from '../../../apps/worker-reconcile/src/config.ts';
import { workerRecordingEnv } from '../../../apps/worker-recording/src/config.ts';
import { workerStatusEnv } from '../../../apps/worker-status/src/config.ts';
import { workerTranscriptionEnv } from '../../../apps/worker-transcription/src/config.ts';

/** The schemas of the environments of all services, by app. */
export const appEnvs = {
  ingest: ingestEnv,
  'worker-status': workerStatusEnv,
  'worker-reconcile': workerReconcileEnv,
  'worker-recording': workerRecordingEnv,
  'worker-transcription': workerTranscriptionEnv,
  'worker-dialer': workerDialerEnv,
  'worker-notify': workerNotifyEnv,
  api: apiEnv,
};

/** Variables that no deployment sets; with them tests run a faster clock. */
export const TEST_ONLY: readonly string[] = Object.keys(clockEnv);
