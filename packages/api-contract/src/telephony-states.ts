/** States as the database stores them. The lists belong to telephony's nouns; each has the name that it has there. */
export const INBOX_STATES = ['pending', 'processing', 'completed', 'failed', 'dead_letter', 'quarantined'] as const;
export const CUSTODY_STATES = ['announced', 'fetching', 'stored', 'absent', 'failed', 'expired'] as const;
export const INTENT_STATES = [
  'queued',
  'submitting',
  'submitted',
  'submission_unknown',
  'not_placed',
  'refused',
  'canceled',
] as const;
export const ORDER_STATES = ['open', 'fulfilled', 'canceled'] as const;
export const ORDER_LEGS = ['client', 'reader'] as const;
export const COMMAND_KINDS = [
  'drop',
  'recording_start',
  'recording_pause',
  'recording_resume',
  'recording_stop',
] as const;
export const COMMAND_STATES = ['queued', 'sending', 'confirmed', 'unconfirmed', 'failed', 'superseded'] as const;
export const INTERVIEW_STATUSES = ['pending', 'calling', 'in_progress', 'completed', 'partial', 'failed'] as const;
export const TRANSCRIPT_STATES = ['waiting', 'done', 'unable', 'no_answer'] as const;
export const SCORE_STATES = ['waiting', 'done', 'failed', 'none'] as const;
export const CONSENT_STATES = ['asked', 'given', 'refused', 'unanswered'] as const;
export const GAP_STATES = ['open', 'healed'] as const;
export const SYNC_KINDS = ['cold', 'sync'] as const;
export const SYNC_RUN_STATES = ['queued', 'running', 'completed', 'failed', 'canceled'] as const;
export const DELIVERY_STATES = ['queued', 'sending', 'delivered', 'failed'] as const;
export const DIRECTIONS = ['inbound', 'outbound', 'internal', 'external'] as const;
export const RECORDING_STATUSES = ['stopped', 'recording', 'paused'] as const;
