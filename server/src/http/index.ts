// The web's door.

export type { HttpPorts } from './ports.js';
export { createHttpServer } from './server.js';
