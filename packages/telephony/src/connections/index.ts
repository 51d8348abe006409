export {
  CONNECTION_ACTIONS,
  CONNECTION_KINDS,
  planDisconnection,
  readTargetName,
  type Change,
  type ConnectionAction,
  type ConnectionKind,
  type MadeConnection,
} from './connections.ts';
