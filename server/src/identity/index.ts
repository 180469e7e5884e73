// The identity room's door: people of the console, their passwords and sessions.

export { createSessions, type Person, type Role, type Sessions, type SignIn } from './sessions.js';
