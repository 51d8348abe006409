export { deleteOldProcesses } from './delete-old-processes.ts';
export { listProcesses, type ListedProcess } from './list-processes.ts';
export { endHeartbeat, saveHeartbeat, saveHeartbeatOfWorker } from './save-heartbeat.ts';
export { workersHeartbeat } from './workers-heartbeat.ts';
