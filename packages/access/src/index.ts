export {
  APP_RIGHTS,
  APPS_WITH_LOGIN,
  APPS_WITH_RIGHTS,
  loginOf,
  LOGINS,
  passwordVariableOf,
  type AppRights,
  type AppWithRights,
} from './app-logins.ts';
export { digestOf, newApiKey, newToken, readApiKey, type NewApiKey } from './api-key.ts';
export { MIN_PASSWORD_LENGTH } from './passwords.ts';
export { ROLES, databaseRole, type Actor, type Role } from './roles.ts';
export {
  grantOf,
  PERMISSIONS,
  POLICY,
  scopeOf,
  type Grant,
  type Permission,
  type Resource,
  type Scope,
} from './policy.ts';
export { keySql, passwordSql } from './login-sql.ts';
export { contextOf, signWith, type Sign } from './signed-context.ts';
export { ACTOR, TABLES, VIEWS, type TablePolicy } from './tables.ts';
export {
  accessSql,
  API_ROLE,
  databasePolicies,
  grantsOf,
  policySql,
  rowsOf,
  WORKER_ROLE,
  type DatabasePolicy,
} from './policy-sql.ts';
export { covers, KEY_SCOPES } from './scopes.ts';
