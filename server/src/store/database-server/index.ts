// The door: the supervisor of the database server, for compose, and the ways in, for commands.

export { type DatabaseConnection, parseDatabaseUrl } from './connection.js';
export { type DatabaseServer, type DatabaseServerOptions, startDatabaseServer } from './database-server.js';
export { runningDatabase } from './running-database.js';
