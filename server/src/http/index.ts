// The web's door.

export type { PhoneDesk } from './phone-desk.js';
export type { PolicyDesk } from './policy-desk.js';
export type { HttpPorts } from './ports.js';
export { createHttpServer } from './server.js';
