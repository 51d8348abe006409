export {
  openDatabase,
  isLockHeld,
  LoginRefusedError,
  type Database,
  type Queryable,
  type Transaction,
} from './open-database.ts';
export { withActor, unscoped, type DisabledGuards, type Scoped } from './with-actor.ts';
export { checkApiRole } from './check-api-role.ts';
export { openAppDatabase, refuseLogin } from './open-app-database.ts';
export { withAdvisoryLock } from './with-advisory-lock.ts';
export { listenTo } from './listen-to.ts';
export { POSITION, type Page, type PageAt } from './latest-first.ts';
export {
  describeOutage,
  isOutage,
  isRefusal,
  isSlowness,
  isTransient,
  outageOf,
  type OutageCause,
} from './describe-outage.ts';
