// The door: the supervisor of the database server, for compose.

export type { DatabaseConnection } from './connection.js';
export { type DatabaseServer, type DatabaseServerOptions, startDatabaseServer } from './database-server.js';
