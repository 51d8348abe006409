import type { Objects } from './make-objects.ts';
import type { People } from './people.ts';

/** A request: its path below the origin and its body. */
export type Sample = { path: string; body?: object };
/** The requests that show what an endpoint does with objects. */
type Samples = (objects: Objects, people: People) => (string | Sample)[];

const at = (path: string, body: object): Sample => ({ path, body });
const uuidOfNow = (): string => crypto.randomUUID();

/** By method and path, for every endpoint. */
export const SAMPLES: Readonly<Record<string, Samples>> = {
  'post /api/login': () => [at('/api/login', { name: 'nobody', password: 'not a password' })],
  'get /login': () => ['/login?token=no-such-token'],
  'post /login': () => ['/login?token=no-such-token'],
  'post /api/logout': () => ['/api/logout'],
  'get /api/me': () => ['/api/me'],
  'patch /api/me': () => [at('/api/me', { phone_number: '+15085140320' })],
  'post /api/me/password': () => [
    at('/api/me/password', { current_password: 'not the one', password: 'correct horse battery staple' }),
  ],
  'get /api/me/sessions': () => ['/api/me/sessions'],
  'delete /api/me/sessions': () => ['/api/me/sessions'],
  'delete /api/me/sessions/:id': () => [`/api/me/sessions/${'0'.repeat(32)}`],
  'get /api/users': () => ['/api/users', '/api/users?role=superadmin'],
  'post /api/users': () => [
    at('/api/users', { name: uuidOfNow(), role: 'reader' }),
    at('/api/users', { name: uuidOfNow(), role: 'superadmin' }),
  ],
  'get /api/users/:id': ({ profile, superadmin }) => [`/api/users/${profile}`, `/api/users/${superadmin}`],
  'patch /api/users/:id': ({ profile, superadmin }) => [
    at(`/api/users/${profile}`, { phone_number: '+15085140320' }),
    at(`/api/users/${profile}`, { role: 'superadmin' }),
    at(`/api/users/${superadmin}`, { phone_number: '+15085140320' }),
  ],
  'get /api/keys': () => ['/api/keys'],
  'post /api/keys': ({ profile, superadmin }) => [
    at('/api/keys', { profile_id: profile, label: 'another key' }),
    at('/api/keys', { profile_id: superadmin, label: 'another key' }),
  ],
  'delete /api/keys/:id': ({ key, superadminKey }) => [`/api/keys/${key}`, `/api/keys/${superadminKey}`],
  'get /api/orders': () => ['/api/orders'],
  'post /api/orders': (_, { client, reader }) => [at('/api/orders', { client_id: client, reader_id: reader })],
  'get /api/orders/:id': ({ order }) => [`/api/orders/${order}`],
  'patch /api/orders/:id': ({ order }) => [at(`/api/orders/${order}`, { note: 'changed' })],
  'get /api/dial-approvals': () => ['/api/dial-approvals'],
  'post /api/dial-approvals': () => [at('/api/dial-approvals', { actor: 'operator', calls: 10, reason: 'a campaign' })],
  'get /api/audit': () => ['/api/audit'],
  'get /api/rejected-requests': () => ['/api/rejected-requests'],
  'get /api/processes': () => ['/api/processes'],
  'get /api/health': () => ['/api/health'],
  'get /api/metrics/series': () => ['/api/metrics/series'],
  'get /api/operations-summary': () => ['/api/operations-summary'],
  'get /api/queues': () => ['/api/queues'],
  'post /api/queues/:name/pause': () => [at('/api/queues/recordings/pause', { reason: 'a proof' })],
  'post /api/queues/:name/resume': () => ['/api/queues/notify/resume'],
  'get /api/inbox': () => ['/api/inbox'],
  'get /api/inbox/counts': () => ['/api/inbox/counts', '/api/inbox/counts?state=dead_letter'],
  'post /api/inbox/test': () => ['/api/inbox/test'],
  'get /api/inbox/tests/:id': ({ test }) => [`/api/inbox/tests/${test}`],
  'get /api/connections': () => ['/api/connections'],
  'get /api/connections/:id': ({ connection }) => [`/api/connections/${connection}`],
  'post /api/connections': () => [at('/api/connections', { action: 'connect', target: '+16175006181', dry_run: true })],
  'get /api/doctor': () => ['/api/doctor'],
  'post /api/doctor': () => ['/api/doctor'],
  'get /api/inbox/:id': ({ inbox }) => [`/api/inbox/${inbox}`],
  'get /api/dead-letters': () => ['/api/dead-letters'],
  'get /api/dead-letters/groups': () => ['/api/dead-letters/groups'],
  'get /api/dead-letters/groups/:fingerprint': ({ fingerprint }) => [`/api/dead-letters/groups/${fingerprint}`],
  'post /api/dead-letters/:id/discard': ({ inbox }) => [at(`/api/dead-letters/${inbox}/discard`, { reason: 'old' })],
  'get /api/operations': () => ['/api/operations'],
  'post /api/operations': ({ callSid }) => [
    at('/api/operations', { kind: 'dead-letters.replay', filter: { call_sid: callSid }, dry_run: true }),
  ],
  'get /api/operations/:id': ({ operation }) => [`/api/operations/${operation}`],
  'post /api/operations/:id/pause': ({ operation }) => [`/api/operations/${operation}/pause`],
  'post /api/operations/:id/resume': ({ operation }) => [`/api/operations/${operation}/resume`],
  'post /api/operations/:id/cancel': ({ operation }) => [`/api/operations/${operation}/cancel`],
  'get /api/views': () => ['/api/views', '/api/views?own=true'],
  'post /api/views': () => [
    at('/api/views', { screen: 'calls', name: uuidOfNow(), query: 'live=true' }),
    at('/api/views', { screen: 'calls', name: uuidOfNow(), query: 'live=true', is_shared: true }),
  ],
  'get /api/views/:id': ({ clientView, readerView, staffView, adminView }) =>
    [clientView, readerView, staffView, adminView].map((id) => `/api/views/${id}`),
  'patch /api/views/:id': ({ clientView, readerView, staffView, adminView }) =>
    [clientView, readerView, staffView, adminView].map((id) => at(`/api/views/${id}`, { query: 'live=false' })),
  'delete /api/views/:id': ({ clientView, readerView, staffView, adminView }) =>
    [clientView, readerView, staffView, adminView].map((id) => `/api/views/${id}`),
  'post /api/dead-letters/replay': ({ callSid }) => [
    at('/api/dead-letters/replay', { call_sid: callSid, dry_run: true }),
    at('/api/dead-letters/replay', { call_sid: callSid }),
  ],
  'post /api/dead-letters/:id/replay': ({ inbox }) => [`/api/dead-letters/${inbox}/replay`],
  'get /api/quarantined': () => ['/api/quarantined'],
  'post /api/quarantined/release': ({ callSid }) => [
    at('/api/quarantined/release', { call_sid: callSid, reason: 'ours', dry_run: true }),
    at('/api/quarantined/release', { call_sid: callSid, reason: 'ours' }),
  ],
  'post /api/quarantined/:id/release': ({ inbox }) => [at(`/api/quarantined/${inbox}/release`, { reason: 'ours' })],
  'post /api/quarantined/discard': ({ callSid }) => [
    at('/api/quarantined/discard', { call_sid: callSid, reason: 'forged', dry_run: true }),
    at('/api/quarantined/discard', { call_sid: callSid, reason: 'forged' }),
  ],
  'post /api/quarantined/:id/discard': ({ inbox }) => [at(`/api/quarantined/${inbox}/discard`, { reason: 'forged' })],
  'post /api/calls/schedule': ({ order, openOrder }) => [
    at('/api/calls/schedule', { order_id: openOrder, scheduled_at: '2099-01-31T14:00:00Z' }),
    at('/api/calls/schedule', { order_id: order, scheduled_at: '2099-01-31T14:00:00Z' }),
  ],
  'post /api/calls/:order/start': ({ order, openOrder }) => [
    `/api/calls/${openOrder}/start`,
    `/api/calls/${order}/start`,
  ],
  'post /api/calls/:call/drop': ({ call, leg, ended, scheduled, quiet }) =>
    [ended, leg, call, scheduled, quiet].map((id) => at(`/api/calls/${id}/drop`, { reason: 'enough' })),
  'post /api/calls/:call/status': ({ call, leg, ended, scheduled }) =>
    [ended, leg, scheduled, call].map((id) =>
      at(`/api/calls/${id}/status`, { status: 'failed', reason: 'Twilio reported no end.' }),
    ),
  'post /api/calls/:call/recording/start': ({ ended, leg, quiet }) =>
    [ended, leg, quiet].map((id) => `/api/calls/${id}/recording/start`),
  'post /api/calls/:call/recording/pause': ({ callSid, legSid }) =>
    [callSid, legSid].map((id) => `/api/calls/${id}/recording/pause`),
  'post /api/calls/:call/recording/resume': ({ paused, pausedSid }) =>
    [paused, pausedSid].map((id) => `/api/calls/${id}/recording/resume`),
  'post /api/calls/:call/recording/stop': ({ call, leg }) => [call, leg].map((id) => `/api/calls/${id}/recording/stop`),
  'get /api/calls/:sid': ({ call, callSid, leg, legSid, scheduled, pausedSid, ended }) =>
    [call, callSid, leg, legSid, scheduled, pausedSid, ended]
      .map((id) => `/api/calls/${id}`)
      .concat(`/api/calls/${callSid}?as_of=2020-01-01T00:00:00Z`),
  'get /api/calls/:sid/explain': ({ callSid, legSid }) =>
    [callSid, legSid].map((id) => `/api/calls/${id}/explain?format=text`),
  'get /api/calls/:sid/trace': ({ call, callSid, leg, legSid, scheduled, ended }) =>
    [call, callSid, leg, legSid, scheduled, ended].map((id) => `/api/calls/${id}/trace`),
  'post /api/calls/:sid/fetch': ({ call, callSid, scheduled }) =>
    [call, callSid, scheduled].map((id) => `/api/calls/${id}/fetch`),
  'get /api/calls/:sid/lookup': ({ call, callSid, legSid }) =>
    [call, callSid, legSid].map((id) => `/api/calls/${id}/lookup`),
  'get /api/recordings/:sid': ({ recordingSid, legRecordingSid }) =>
    [recordingSid, legRecordingSid].map((id) => `/api/recordings/${id}`),
  'get /api/recordings/:sid/peaks': ({ recordingSid, legRecordingSid }) =>
    [recordingSid, legRecordingSid].map((id) => `/api/recordings/${id}/peaks?points=2`),
  'get /api/audio-availability': ({ callSid }) => [
    '/api/audio-availability',
    `/api/audio-availability?call_sid=${callSid}`,
  ],
  'get /media/recordings/:token': () => ['/media/recordings/no-such-token'],
  'get /api/reconciliation': () => ['/api/reconciliation'],
  'get /api/gaps': ({ callSid }) => ['/api/gaps', `/api/gaps?call_sid=${callSid}`],
  'post /api/gaps/:id/ignore': ({ gap }) => [at(`/api/gaps/${gap}/ignore`, { reason: 'a test of ours' })],
  'post /api/gaps/:id/heal': ({ gap }) => [`/api/gaps/${gap}/heal`],
  'post /api/sync/today': () => ['/api/sync/today'],
  'post /api/sync/recent': () => ['/api/sync/recent'],
  'get /api/sync/runs/:id': ({ run }) => [`/api/sync/runs/${run}`],
  'post /api/sync/runs/:id/cancel': ({ run }) => [`/api/sync/runs/${run}/cancel`],
  'post /api/trigger-interview': ({ candidate, newTemplate }) => [
    at('/api/trigger-interview', { candidate_id: candidate, job_description_id: newTemplate }),
  ],
  'get /api/interviews': () => ['/api/interviews?limit=5'],
  'get /api/interviews/:id/flow': ({ interview }) => [`/api/interviews/${interview}/flow`],
  'post /api/interviews/:id/flow': ({ interview }) => [at(`/api/interviews/${interview}/flow`, {})],
  'get /api/interviews/:id/results': ({ interview }) => [`/api/interviews/${interview}/results`],
  'post /api/interviews/:id/decision': ({ interview }) => [
    at(`/api/interviews/${interview}/decision`, { decision: 'reject', decided_by: 'somebody' }),
  ],
  'post /api/interviews/:id/rescore': ({ interview }) => [`/api/interviews/${interview}/rescore`],
  'post /api/interview-templates': () => [
    at('/api/interview-templates', { title: 'A new set', questions: [{ text: 'Why?' }] }),
  ],
  'get /api/interview-templates': () => ['/api/interview-templates'],
  'get /api/interview-templates/:id': ({ template }) => [`/api/interview-templates/${template}`],
  'get /api/interview-templates/:id/versions': ({ template }) => [`/api/interview-templates/${template}/versions`],
  'get /api/interview-templates/:id/analytics': ({ template }) => [`/api/interview-templates/${template}/analytics`],
  'delete /api/interview-templates/:id': ({ template, newTemplate }) => [
    `/api/interview-templates/${template}?version=1`,
    `/api/interview-templates/${newTemplate}?version=1`,
  ],
  'post /api/candidates': () => [at('/api/candidates', { name: 'Somebody', phone: '+15085140320' })],
  'get /api/candidates': () => ['/api/candidates'],
  'get /api/candidates/:id': ({ candidate }) => [`/api/candidates/${candidate}`],
  'post /api/calls/candidates/:id/dial': ({ candidate }) => [at(`/api/calls/candidates/${candidate}/dial`, {})],
  'get /api/call-intents': () => ['/api/call-intents'],
  'get /api/call-intents/:id': ({ intent }) => [`/api/call-intents/${intent}`],
  'post /api/call-intents/:id/cancel': ({ intent }) => [`/api/call-intents/${intent}/cancel`],
  'get /api/webhook-test': () => ['/api/webhook-test'],
  'get /api/twilio/debug': () => ['/api/twilio/debug'],
  'get /api/twilio/recordings': ({ callSid }) => [
    '/api/twilio/recordings',
    `/api/twilio/recordings?call_sid=${callSid}`,
  ],
  'post /api/calls/:call_id/siren': ({ call, leg, quiet }) =>
    [call, leg, quiet].map((id) => at(`/api/calls/${id}/siren`, { alert_type: 'emergency', reason: 'help' })),
  'get /api/sirens': ({ call }) => ['/api/sirens', `/api/sirens?call_id=${call}`],
  'get /api/sirens/summary': () => ['/api/sirens/summary'],
  'get /api/sirens/:id': ({ clientSiren, readerSiren, staffSiren }) =>
    [clientSiren, readerSiren, staffSiren].map((id) => `/api/sirens/${id}`),
  'post /api/sirens/:id/acknowledge': ({ clientSiren, readerSiren }) =>
    [readerSiren, clientSiren].map((id) => `/api/sirens/${id}/acknowledge`),
  'post /api/sirens/:id/release': ({ clientSiren, readerSiren }) =>
    [clientSiren, readerSiren].map((id) => `/api/sirens/${id}/release`),
  'post /api/sirens/:id/resolve': ({ clientSiren, readerSiren }) =>
    [clientSiren, readerSiren].map((id) => at(`/api/sirens/${id}/resolve`, { resolution: 'all is well' })),
  'post /api/sirens/:id/false-alarm': ({ clientSiren, readerSiren }) =>
    [clientSiren, readerSiren].map((id) => at(`/api/sirens/${id}/false-alarm`, { resolution: 'it was nothing' })),
  'get /api/webhook-endpoints': () => ['/api/webhook-endpoints'],
  'post /api/webhook-endpoints': () => [
    at('/api/webhook-endpoints', { url: 'https://example.com/hook', events: ['*'] }),
  ],
  'get /api/webhook-endpoints/:id': ({ endpoint }) => [`/api/webhook-endpoints/${endpoint}`],
  'post /api/webhook-endpoints/:id/rotate-secret': ({ endpoint }) => [
    at(`/api/webhook-endpoints/${endpoint}/rotate-secret`, {}),
  ],
  'post /api/webhook-endpoints/:id/replay': ({ endpoint }) => [at(`/api/webhook-endpoints/${endpoint}/replay`, {})],
  'patch /api/webhook-endpoints/:id': ({ endpoint }) => [at(`/api/webhook-endpoints/${endpoint}`, { is_active: true })],
  'delete /api/webhook-endpoints/:id': ({ endpoint }) => [`/api/webhook-endpoints/${endpoint}`],
  'post /api/webhook-endpoints/:id/test': ({ endpoint }) => [`/api/webhook-endpoints/${endpoint}/test`],
  'get /api/webhook-deliveries': () => ['/api/webhook-deliveries'],
  'get /api/webhook-deliveries/:id': ({ delivery }) => [`/api/webhook-deliveries/${delivery}`],
  'post /api/webhook-deliveries/:id/retry': ({ delivery }) => [`/api/webhook-deliveries/${delivery}/retry`],
  'get /api/call-attempts': ({ callSid }) => ['/api/call-attempts', `/api/call-attempts?call_sid=${callSid}`],
  'get /api/calls': ({ order }, { reader }) => [
    '/api/calls',
    '/api/calls?live=true',
    `/api/calls?order_id=${order}`,
    `/api/calls?agent=${reader}&include=contact,agent,order,siren,control,gap`,
    '/api/calls?q=0320&sort=-duration',
    '/api/calls?has_siren=true',
    '/api/calls?has_gap=true',
  ],
  'get /api/search': () => ['/api/search?q=0320', '/api/search?q=CA00'],
  'get /api/floor': () => ['/api/floor'],
  'get /api/calls/count': () => ['/api/calls/count', '/api/calls/count?q=0320'],
  'get /api/calls.csv': () => ['/api/calls.csv'],
  'get /api/call-logs': ({ callSid }) => ['/api/call-logs', `/api/call-logs?call_sid=${callSid}`],
  'get /api/campaigns': () => ['/api/campaigns'],
  'post /api/campaigns': () => [at('/api/campaigns', { name: 'A new one' })],
  'get /api/campaigns/:id': ({ campaign }) => [`/api/campaigns/${campaign}`],
  'get /api/contacts': () => ['/api/contacts', '/api/contacts?q=0320'],
  'get /api/contacts/:id': ({ contact, legContact }) => [contact, legContact].map((id) => `/api/contacts/${id}`),
  'get /api/conversations': () => ['/api/conversations', '/api/conversations?q=0320'],
  'get /api/conversations/active': () => ['/api/conversations/active'],
  'get /api/conversations/:id': ({ conversation, legConversation }) =>
    [conversation, legConversation].map((id) => `/api/conversations/${id}`),
  'get /api/conversations/:id/messages': ({ conversation, legConversation }) =>
    [conversation, legConversation].map((id) => `/api/conversations/${id}/messages`),
  'get /admin/queues': () => ['/admin/queues'],
  'get /events/calls': ({ callSid }) => ['/events/calls', `/events/calls?call=${callSid}`],
  'get /events/stats': () => ['/events/stats'],
  'get /openapi.json': () => ['/openapi.json'],
  'get /docs': () => ['/docs'],
  'get /docs/:file': () => ['/docs/swagger-ui.css'],
};
