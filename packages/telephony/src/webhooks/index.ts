export {
  DELIVERY_MACHINE,
  DELIVERY_STATES,
  SETTLED_DELIVERY_STATES,
  UNDELIVERED_STATES,
  type DeliveryState,
} from './delivery-state.ts';
