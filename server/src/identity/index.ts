// The identity room's door: people of the console, their passwords and sessions.

export { SHORTEST_PASSWORD } from './passwords.js';
export { createSessions, IDLE_MS, type Person, type Role, type Sessions, type SignIn } from './sessions.js';
