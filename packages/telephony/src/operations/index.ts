export { KEPT_ERRORS, MOST_ITEMS, OPERATION_DAYS, OPERATION_KINDS, type OperationKind } from './operation-kind.ts';
export {
  OPEN_OPERATION_STATES,
  OPERATION_ITEM_MACHINE,
  OPERATION_MACHINE,
  OPERATION_STATES,
  type OperationState,
} from './operation-state.ts';
export { nextOperationStep, type OperationProgress } from './operation-step.ts';
export { counted, describeOperation, type FilterWords, type OperationCount } from './operation-summary.ts';
