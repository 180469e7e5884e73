// The door of the room for banks' policies.

export { createPolicyDesk } from './policy-desk.js';
