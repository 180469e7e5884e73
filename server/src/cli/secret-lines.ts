// Secrets that a person types, or that are piped in: a line each from standard input, never an argument. At a terminal
// nothing is shown of what is typed.

import { createInterface } from 'node:readline';
import type { Cli } from './cli.js';
import { EXIT } from './cli.js';
import { HostFault } from './host-client.js';

/** A line for each prompt, in order. */
export async function readSecrets(cli: Cli, prompts: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const { stdin } = process;
  // With no output, the reader echoes nothing of what a terminal types.
  const reader = createInterface({ input: stdin, terminal: stdin.isTTY === true });
  const typed = reader[Symbol.asyncIterator]();
  for (const prompt of prompts) {
    if (stdin.isTTY) cli.say(prompt);
    const { value, done } = await typed.next();
    if (done) throw new HostFault(EXIT.usage, `${prompt}: nothing on standard input`);
    lines.push(String(value).trim());
  }
  reader.close();
  return lines;
}
