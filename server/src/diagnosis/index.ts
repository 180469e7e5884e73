// The door of the diagnosis: a terminal as the host sees it beside what it says of itself.

export { diagnoseTerminal } from './diagnose-terminal.js';
