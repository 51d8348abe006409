export { type BackupSchema, type BackupTable } from './backup-schema.ts';
export { readPositions, readSnapshot, type BackupRow, type Positions, type Snapshot } from './read-snapshot.ts';
export { readBackupSchema } from './backup-schema.ts';
export { countRows, emptyForRestore, ensureDays, loadRows, setSequences, withoutTriggers } from './load-rows.ts';
export { listConnectedApps, listFilledTables } from './check-target.ts';
export { listKeptObjects, listStillKept, settleRestored, type KeptObject, type Settled } from './settle-restored.ts';
