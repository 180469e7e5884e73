// The door of the room: the desk of the console and the command line, and the counter of the payment path.

export { handOverText } from './hand-over-text.js';
export { usualPolicy } from './key-policy.js';
export { startKeyUses } from './key-uses.js';
export { createOwnKeyComponents } from './own-key-components.js';
export { createTerminalKeyDesk } from './terminal-key-desk.js';
