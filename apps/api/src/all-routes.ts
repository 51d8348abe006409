import type { Database } from '@trunkline/db/connection';
import type { Clock, Logger } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import { numberRuleOf, openDialGuard } from '@trunkline/twilio/dialing';
import { auditRoutes } from './audit/audit.ts';
import { explainRoutes } from './calls/explain.ts';
import { callExportRoutes } from './calls/export-calls.ts';
import { fetchCallRoutes } from './calls/fetch-call.ts';
import { callRoutes } from './calls/get-call.ts';
import { callListRoutes } from './calls/list-calls.ts';
import { traceRoutes } from './calls/trace.ts';
import { callAttemptRoutes } from './campaigns/call-attempts.ts';
import { campaignRoutes } from './campaigns/campaigns.ts';
import { candidateRoutes } from './candidates/candidates.ts';
import type { ApiConfig } from './config.ts';
import { connectionRoutes } from './connections/connections.ts';
import { contactRoutes } from './conversations/contacts.ts';
import { conversationRoutes } from './conversations/conversations.ts';
import { callIntentRoutes } from './dialing/call-intents.ts';
import { dialApprovalRoutes } from './dialing/dial-approvals.ts';
import { orderRoutes } from './dialing/orders.ts';
import { scheduleRoutes } from './dialing/scheduled-calls.ts';
import { doctorRoutes } from './doctor/doctor.ts';
import { floorRoutes } from './floor/floor.ts';
import type { Route } from './http/route.ts';
import { accountRoutes } from './identity/account.ts';
import { keyRoutes } from './identity/keys.ts';
import type { LoginLimit } from './identity/login-limit.ts';
import { loginLinkRoutes } from './identity/login-link.ts';
import { loginRoutes } from './identity/login.ts';
import { ownSessionRoutes } from './identity/own-sessions.ts';
import { userRoutes } from './identity/users.ts';
import { callbackTestRoutes } from './inbox/callback-test.ts';
import { deadLetterRoutes } from './inbox/dead-letters.ts';
import { inboxRoutes } from './inbox/inbox.ts';
import { quarantineRoutes } from './inbox/quarantine.ts';
import { templateRoutes } from './interviews/interview-templates.ts';
import { interviewRoutes } from './interviews/interviews.ts';
import { triggerRoutes } from './interviews/trigger-interview.ts';
import { answerSirenRoutes } from './live-control/answer-siren.ts';
import { dropRoutes } from './live-control/drop.ts';
import { recordingControlRoutes } from './live-control/recording-control.ts';
import { manualStatusRoutes } from './live-control/set-status.ts';
import { sirenRoutes } from './live-control/sirens.ts';
import { metricRoutes } from './metrics/metrics.ts';
import { docsRoutes } from './open-api/docs-routes.ts';
import { operationRoutes } from './operations/operations.ts';
import { processRoutes } from './processes/processes.ts';
import { openSelfChecks } from './processes/self-checks.ts';
import type { Queues } from './queues/queue-board.ts';
import { queueRoutes } from './queues/queues.ts';
import { reconciliationRoutes } from './reconciliation/reconciliation.ts';
import { syncRoutes } from './reconciliation/sync.ts';
import { twilioConfigurationRoutes } from './reconciliation/twilio-configuration.ts';
import { audioRoutes } from './recordings/audio.ts';
import { recordingListRoutes } from './recordings/list-recordings.ts';
import { peaksRoutes } from './recordings/peaks.ts';
import { recordingRoutes } from './recordings/recordings.ts';
import type { UrlSigner } from './recordings/url-signer.ts';
import { rejectedRequestRoutes } from './rejected-requests/rejected-requests.ts';
import { searchRoutes } from './search/search.ts';
import type { EventHub } from './stream/event-hub.ts';
import { eventRoutes } from './stream/event-routes.ts';
import { viewRoutes } from './views/views.ts';
import { webhookDeliveryRoutes } from './webhooks/webhook-deliveries.ts';
import { webhookEndpointRoutes } from './webhooks/webhook-endpoints.ts';

/** What the endpoints need. */
export type EndpointParts = {
  config: ApiConfig;
  /** With the API's own login, for public endpoints. All others read and write through the context of their request. */
  db: Database;
  storage: Pick<Storage, 'get' | 'stat'>;
  /** The queues that the board shows. */
  board: Queues;
  signer: UrlSigner;
  clock: Clock;
  log: Logger;
  hub: EventHub;
  /** How long an answer may wait for a worker, such as for a scan of the lists of Twilio. */
  patienceMs: number;
  /** Of wrong passwords, however they are given. */
  loginLimit: LoginLimit;
};

/**
 * Every endpoint of the API. Guards, the parity proof and OpenAPI are made from this list. Express serves the first route
 * that matches, so that `/api/calls/schedule` stands before `/api/calls/:sid`.
 */
export function allRoutes(parts: EndpointParts): Route[] {
  const { config, db, clock, log } = parts;
  const dialing = {
    refusalOf: numberRuleOf(config),
    guard: openDialGuard(config, log, config.DIAL_APPROVAL_PER_DAY ?? null),
  };
  const selfChecks = openSelfChecks({ queues: parts.board, storage: parts.storage });
  const routes = [
    ...loginRoutes(parts),
    ...loginLinkRoutes(parts),
    ...accountRoutes(parts),
    ...ownSessionRoutes(parts),
    ...userRoutes(),
    ...keyRoutes(),
    ...auditRoutes(),
    ...callbackTestRoutes(parts),
    ...doctorRoutes({ ...parts, selfChecks }),
    ...inboxRoutes(config),
    ...deadLetterRoutes(log),
    ...quarantineRoutes(log),
    ...operationRoutes(),
    ...viewRoutes(),
    ...reconciliationRoutes(clock),
    ...syncRoutes(parts),
    ...twilioConfigurationRoutes(config),
    ...connectionRoutes(parts),
    ...orderRoutes(),
    ...scheduleRoutes({ db, config, dialing }),
    ...callIntentRoutes({ config, dialing }),
    ...dialApprovalRoutes(),
    ...dropRoutes(),
    ...manualStatusRoutes(clock),
    ...recordingControlRoutes(),
    ...sirenRoutes(),
    ...floorRoutes(),
    ...answerSirenRoutes(),
    ...searchRoutes(),
    ...callListRoutes(),
    ...callExportRoutes(),
    ...callRoutes(config.OWNED_PHONE_NUMBERS),
    ...explainRoutes(clock),
    ...fetchCallRoutes({ clock, config }),
    ...traceRoutes({ clock, ownedNumbers: config.OWNED_PHONE_NUMBERS, signer: parts.signer }),
    ...recordingListRoutes(),
    ...recordingRoutes(parts.signer),
    ...peaksRoutes(),
    ...audioRoutes(parts),
    ...conversationRoutes(),
    ...contactRoutes(),
    ...candidateRoutes(),
    ...triggerRoutes({ config, dialing, log }),
    ...interviewRoutes({ config, dialing, log }),
    ...templateRoutes(),
    ...campaignRoutes(config),
    ...callAttemptRoutes(),
    ...rejectedRequestRoutes(),
    ...processRoutes(selfChecks),
    ...metricRoutes(),
    ...queueRoutes(parts.board),
    ...eventRoutes(parts.hub),
    ...webhookEndpointRoutes(config),
    ...webhookDeliveryRoutes(),
  ];
  return [...routes, ...docsRoutes(routes)];
}
