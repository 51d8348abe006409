export {
  INTENT_MACHINE,
  INTENT_STATES,
  UNPLACED_INTENT_STATES,
  UNRESOLVED_INTENT_STATES,
  type IntentState,
} from './intent-state.ts';
export { ORDER_LEGS, ORDER_MACHINE, ORDER_STATES, type OrderLeg, type OrderState } from './order-state.ts';
