export { previewOperation, type OperationPreview, type OperationSample } from './preview-operation.ts';
export type { OperationTargets } from './operation-targets.ts';
export {
  changeOperation,
  createOperation,
  findOperation,
  listOperations,
  type CreatedOperation,
  type Operation,
  type OperationChange,
} from './operations.ts';
export { deleteOldOperations, listActiveOperations, tickOperation, type OperationTick } from './run-operations.ts';
