export {
  CAP_SUBJECTS,
  CAP_WINDOWS,
  DEFAULT_CAPS,
  capName,
  capState,
  capsText,
  describeCap,
  listCaps,
  parseCaps,
  settingOf,
  type CapSubject,
  type CapsOfSubject,
  type CapUse,
  type DialCap,
} from './dial-caps.ts';
export {
  INTENT_MACHINE,
  INTENT_STATES,
  UNPLACED_INTENT_STATES,
  UNRESOLVED_INTENT_STATES,
  type IntentState,
} from './intent-state.ts';
export { hasNumberingPlan, homeCountries, openNumberRule, type NumberRefusal, type NumberRule } from './number-rule.ts';
export { ORDER_LEGS, ORDER_MACHINE, ORDER_STATES, type OrderLeg, type OrderState } from './order-state.ts';
