// The door of the host command port: one message in, its answer out. compose.ts opens the port, on this machine only.

export { answerHostCommand } from './answer-host-command.js';
