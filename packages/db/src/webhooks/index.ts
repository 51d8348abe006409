export { measureNotifications } from './measure-notifications.ts';
export {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  listActiveEndpoints,
  listWebhookEndpoints,
  type WebhookEndpoint,
} from './webhook-endpoints.ts';
export {
  addTestDelivery,
  findWebhookDelivery,
  listWebhookDeliveries,
  retryDelivery,
  type WebhookDelivery,
} from './webhook-deliveries.ts';
export { moveStreamCursor, lockStreamCursor } from './stream-cursor.ts';
export { addDeliveries } from './add-deliveries.ts';
export { claimDueDeliveries, type DueDelivery } from './claim-due-deliveries.ts';
export { beginDelivery, type StartedDelivery } from './begin-delivery.ts';
export { settleDelivery, type DeliveryOutcome } from './settle-delivery.ts';
export { deleteExpiredDeliveries } from './delete-expired-deliveries.ts';
