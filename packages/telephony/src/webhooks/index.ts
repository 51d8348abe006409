export {
  DELIVERY_MACHINE,
  DELIVERY_STATES,
  REPLAYABLE_STATES,
  SETTLED_DELIVERY_STATES,
  UNDELIVERED_STATES,
  type DeliveryState,
} from './delivery-state.ts';
export {
  DISABLED_AFTER,
  ENDPOINT_MACHINE,
  ENDPOINT_STATES,
  FOLLOWING_STATES,
  SECRET_OVERLAP_HOURS,
  type EndpointState,
} from './endpoint-state.ts';
export { remedyOfEndpoint } from './endpoint-remedy.ts';
export { parseRetryAfter, RETRY_AFTER_AT_MOST_SECONDS } from './retry-after.ts';
