/** The groups of operations in OpenAPI. */
export const TAGS = {
  Account: 'Log in and out, and the account of the principal',
  Users: 'People and their roles',
  Keys: 'API keys of programs',
  Audit: 'The log of changes',
  Calls: 'Calls as Twilio reported them',
  'Live calls': 'Control of calls in progress',
  Sirens: 'Emergencies in calls',
  Orders: 'Orders of clients',
  'Scheduled calls': 'Calls between the client and the reader of an order',
  'Call intents': 'Requested calls to candidates',
  Recordings: 'Recordings and their audio',
  Conversations: 'Calls by external number, as the call inbox shows them',
  Candidates: 'People who are interviewed by phone',
  Interviews: 'Interviews by phone, their question sets and results',
  Campaigns: 'Calls of the telephony handler, by campaign',
  Inbox: 'Callbacks as they were received, and dead letters',
  Reconciliation: 'Comparison with Twilio, and missing callbacks',
  Health: 'Processes, what they need, and their figures over time',
  Queues: 'The jobs of workers',
  Events: 'The event stream',
  Webhooks: 'Delivery of events to other systems',
  Configuration: 'Settings of this installation',
  Documentation: 'This document',
} as const;

export type Tag = keyof typeof TAGS;
