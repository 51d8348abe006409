const range = (ports: string): string => `; for several copies a range, such as 127.0.0.1:${ports}`;

/** Variables that `docker-compose.yml` reads itself, besides those that it passes to the apps. */
export const composeSettings: Record<string, string> = {
  POSTGRES_PASSWORD:
    'password of the database in its container: letters, digits and . _ ~ -, as it becomes part of a URL',
  API_DATABASE_PASSWORD:
    'password by which api logs in to the database, set by the service migrate; the same letters as in POSTGRES_PASSWORD',
  INGEST_REPLICAS: 'copies of ingest',
  WORKER_STATUS_REPLICAS: 'copies of worker-status',
  WORKER_RECONCILE_REPLICAS: 'copies of worker-reconcile',
  WORKER_RECORDING_REPLICAS: 'copies of worker-recording',
  WORKER_TRANSCRIPTION_REPLICAS: 'copies of worker-transcription',
  WORKER_DIALER_REPLICAS: 'copies of worker-dialer',
  WORKER_NOTIFY_REPLICAS: 'copies of worker-notify',
  API_REPLICAS: 'copies of api',
  INGEST_PUBLISH: `address and port of the host where ingest is reached${range('4100-4102')}`,
  API_PUBLISH: `address and port of the host where api is reached${range('4200-4202')}`,
  SIMULATOR_PUBLISH: 'address and port of the host where the simulator is reached',
};
