// The `tillgate` command: finds the command that was asked for, and ends with its exit code.

import { runCommandLine } from './cli/index.js';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
  env: process.env,
  interactive: process.stdout.isTTY === true,
});
