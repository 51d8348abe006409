export { deleteExpiredIdempotencyKeys } from './delete-expired-idempotency-keys.ts';
export {
  createApiKey,
  findApiKey,
  findLiveApiKey,
  listApiKeys,
  recordKeyUse,
  revokeApiKey,
  type ApiKeyRow,
} from './api-keys.ts';
export { createLoginLink, findLoginLink, useLoginLink, type LoginLink } from './login-links.ts';
export {
  endSession,
  endSessionsOf,
  findLiveSession,
  listSessions,
  openSession,
  recordSessionUse,
  sessionIdOf,
  type OwnSession,
} from './sessions.ts';
export {
  changeProfile,
  createProfile,
  findPasswordHash,
  findPersonsRole,
  findProfile,
  findProfileByName,
  listProfiles,
  type ProfileRow,
} from './profiles.ts';
