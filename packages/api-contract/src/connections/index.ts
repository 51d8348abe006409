export { connection, connectionBody, connectionsPage, connectionsQuery } from './connections.ts';
