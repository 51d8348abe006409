export {
  newWebhookEndpoint,
  webhookDeliveriesPage,
  webhookDeliveriesQuery,
  webhookDelivery,
  webhookEndpoint,
  webhookEndpointBody,
  webhookEndpointChange,
  webhookEndpointsPage,
  webhookEndpointsQuery,
} from './webhooks.ts';
