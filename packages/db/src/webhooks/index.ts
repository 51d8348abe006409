export { measureNotifications } from './measure-notifications.ts';
export {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  forgetExpiredSecrets,
  listFollowingEndpoints,
  listWebhookEndpoints,
  rotateWebhookSecret,
  type FollowingEndpoint,
  type WebhookEndpoint,
} from './webhook-endpoints.ts';
export {
  addDeliveries,
  addTestDelivery,
  deleteExpiredDeliveries,
  findWebhookDelivery,
  listWebhookDeliveries,
  replayDeliveries,
  retryDelivery,
  type WebhookDelivery,
} from './webhook-deliveries.ts';
export { lockStreamCursor, moveStreamCursor } from './stream-cursor.ts';
export { claimDueDeliveries, type DueDelivery } from './claim-due-deliveries.ts';
export { beginDelivery, type StartedDelivery } from './begin-delivery.ts';
export { settleDelivery, type DeliveryOutcome, type EndpointEffect } from './settle-delivery.ts';
