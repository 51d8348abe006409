import type { Database } from '@trunkline/db';
import type { Clock, Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import type { ApiConfig } from './config.ts';
import type { EventHub } from './events/event-hub.ts';
import { eventRoutes } from './events/event-routes.ts';
import { docsRoutes } from './open-api/docs-routes.ts';
import type { Route } from './route.ts';
import { callAttemptRoutes } from './routes/call-attempts.ts';
import { callListRoutes } from './routes/call-list.ts';
import { callLogRoutes } from './routes/call-logs.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { candidateListRoutes } from './routes/candidate-list.ts';
import { contactRoutes } from './routes/contacts.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { audioAvailabilityRoutes } from './routes/audio-availability.ts';
import { audioRoutes } from './routes/audio.ts';
import { callIntentRoutes } from './routes/call-intents.ts';
import { callRoutes } from './routes/calls.ts';
import { candidateRoutes } from './routes/candidates.ts';
import { dropRoutes } from './routes/drop.ts';
import { recordingControlRoutes } from './routes/recording-control.ts';
import { scheduleRoutes } from './routes/schedule.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { explainRoutes } from './routes/explain.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { templateRoutes } from './routes/interview-templates.ts';
import { interviewRoutes } from './routes/interviews.ts';
import { reconciliationRoutes } from './routes/reconciliation.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { accountRoutes } from './routes/account.ts';
import { auditRoutes } from './routes/audit.ts';
import { keyRoutes } from './routes/keys.ts';
import { loginRoutes } from './routes/login.ts';
import { orderRoutes } from './routes/orders.ts';
import { userRoutes } from './routes/users.ts';
import { sirenRoutes } from './routes/sirens.ts';
import { syncRoutes } from './routes/sync.ts';
import { triggerRoutes } from './routes/trigger-interview.ts';
import { twilioDebugRoutes } from './routes/twilio-debug.ts';
import { webhookDeliveryRoutes } from './routes/webhook-deliveries.ts';
import { webhookEndpointRoutes } from './routes/webhook-endpoints.ts';
import type { UrlSigner } from './url-signer.ts';

/** What the endpoints are made of. */
export type EndpointParts = {
  config: ApiConfig;
  /** As the API's own login, for what is public; everything else goes through the context of its request. */
  db: Database;
  storage: Pick<Storage, 'get'>;
  signer: UrlSigner;
  clock: Clock;
  log: Logger;
  hub: EventHub;
  /** How long a request waits for a scan of Twilio's lists. */
  syncPatienceMs: number;
};

/** Every endpoint of the API. Guards, the parity proof and OpenAPI are made from this list, so nothing is served beside it. */
export function allRoutes(parts: EndpointParts): Route[] {
  const routes = [
    ...loginRoutes(parts),
    ...accountRoutes(parts.db),
    ...userRoutes(),
    ...keyRoutes(),
    ...orderRoutes(),
    ...auditRoutes(),
    ...inboxRoutes(),
    ...deadLetterRoutes(parts.log),
    ...scheduleRoutes(parts),
    ...dropRoutes(),
    ...recordingControlRoutes(),
    ...callRoutes(parts.config.OWNED_PHONE_NUMBERS),
    ...explainRoutes(parts.clock),
    ...recordingRoutes(parts.signer),
    ...audioAvailabilityRoutes(),
    ...audioRoutes(parts),
    ...reconciliationRoutes(parts.clock),
    ...syncRoutes({ clock: parts.clock, patienceMs: parts.syncPatienceMs }),
    ...triggerRoutes(parts),
    ...interviewRoutes(parts),
    ...templateRoutes(),
    ...candidateRoutes(),
    ...callIntentRoutes(parts.config),
    ...twilioDebugRoutes(parts.config),
    ...sirenRoutes(),
    ...webhookEndpointRoutes(parts.config),
    ...webhookDeliveryRoutes(),
    ...callAttemptRoutes(),
    ...callListRoutes(),
    ...callLogRoutes(),
    ...campaignRoutes(),
    ...candidateListRoutes(),
    ...contactRoutes(),
    ...conversationRoutes(),
    ...eventRoutes(parts.hub),
  ];
  return [...routes, ...docsRoutes(routes)];
}
