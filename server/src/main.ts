// The `tillgate` command: finds the command that was asked for, and ends with its exit code.

import { runCommandLine } from './cli/index.js';

// A reader that has seen enough, such as head, closes the pipe: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
  env: process.env,
  interactive: process.stdout.isTTY === true,
});
