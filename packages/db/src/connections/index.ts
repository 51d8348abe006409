export {
  claimConnection,
  findConnection,
  listConnectionHistory,
  listConnections,
  planConnectionChanges,
  requestConnection,
  settleConnection,
  type ClaimedConnection,
  type Connection,
  type ConnectionResult,
} from './connections.ts';
