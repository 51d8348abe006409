export { openDatabase, isTransient, LoginRefusedError, type Database, type Queryable } from './open-database.ts';
export { withActor, unscoped, type Scoped, type Weakening } from './with-actor.ts';
export { checkApiRole } from './check-api-role.ts';
export { unlessLocked } from './with-advisory-lock.ts';
export { listenTo } from './listen-to.ts';
export { POSITION } from './latest-first.ts';
