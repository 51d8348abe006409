import type { Database } from '@trunkline/db/connection';
import type { Clock, Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import type { ApiConfig } from './config.ts';
import type { EventHub } from './stream/event-hub.ts';
import { eventRoutes } from './stream/event-routes.ts';
import { docsRoutes } from './open-api/docs-routes.ts';
import type { Route } from './http/route.ts';
import { callAttemptRoutes } from './campaigns/call-attempts.ts';
import { callListRoutes } from './calls/list-calls.ts';
import { callLogRoutes } from './calls/call-logs.ts';
import { campaignRoutes } from './campaigns/campaigns.ts';
import { candidateListRoutes } from './candidates/candidate-list.ts';
import { contactRoutes } from './conversations/contacts.ts';
import { conversationRoutes } from './conversations/conversations.ts';
import { audioAvailabilityRoutes } from './recordings/audio-availability.ts';
import { audioRoutes } from './recordings/audio.ts';
import { callIntentRoutes } from './dialing/call-intents.ts';
import { callRoutes } from './calls/get-call.ts';
import { candidateRoutes } from './candidates/candidates.ts';
import { dropRoutes } from './live-control/drop.ts';
import { recordingControlRoutes } from './live-control/recording-control.ts';
import { scheduleRoutes } from './dialing/schedule.ts';
import { deadLetterRoutes } from './inbox/dead-letters.ts';
import { explainRoutes } from './calls/explain.ts';
import { inboxRoutes } from './inbox/inbox.ts';
import { templateRoutes } from './interviews/interview-templates.ts';
import { interviewRoutes } from './interviews/interviews.ts';
import { reconciliationRoutes } from './reconciliation/reconciliation.ts';
import { recordingRoutes } from './recordings/recordings.ts';
import { accountRoutes } from './identity/account.ts';
import { auditRoutes } from './audit/audit.ts';
import { keyRoutes } from './identity/keys.ts';
import { loginRoutes } from './identity/login.ts';
import { orderRoutes } from './dialing/orders.ts';
import { userRoutes } from './identity/users.ts';
import { sirenRoutes } from './live-control/sirens.ts';
import { syncRoutes } from './reconciliation/sync.ts';
import { triggerRoutes } from './interviews/trigger-interview.ts';
import { twilioDebugRoutes } from './reconciliation/twilio-debug.ts';
import { webhookDeliveryRoutes } from './webhooks/webhook-deliveries.ts';
import { webhookEndpointRoutes } from './webhooks/webhook-endpoints.ts';
import type { UrlSigner } from './recordings/url-signer.ts';

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
