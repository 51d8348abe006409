export { callIntent, callIntentsPage, callIntentsQuery, dialBody } from './call-intents.ts';
export { order, orderBody, orderChange, ordersPage, ordersQuery } from './orders.ts';
