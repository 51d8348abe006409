import { FAULTS_OF_INGEST } from './faults-of-ingest.ts';
import { FAULTS_OF_OPERATIONS } from './faults-of-operations.ts';
import { FAULTS_OF_OTHERS } from './faults-of-others.ts';
import { FAULTS_OF_WORKERS } from './faults-of-workers.ts';
import type { Row } from './row.ts';

/** Every fault that the product must survive. */
export const FAULTS: readonly Row[] = [
  ...FAULTS_OF_INGEST,
  ...FAULTS_OF_WORKERS,
  ...FAULTS_OF_OTHERS,
  ...FAULTS_OF_OPERATIONS,
];
