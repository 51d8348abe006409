export { account, accountChange, done, loginBody, loginLinkQuery, passwordChange } from './account.ts';
export { apiKey, apiKeyBody, apiKeysPage, apiKeysQuery, newApiKeyAnswer } from './keys.ts';
export { user, userBody, userChange, usersPage, usersQuery } from './users.ts';
