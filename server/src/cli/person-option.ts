// Options of commands that a person gives under a name of their own: the password comes from standard input.

import type { Command } from 'commander';
import { EXIT } from './cli.js';
import { HostFault } from './host-client.js';

export function withData(command: Command): Command {
  return command.option('--data <dir>', 'data directory of the host');
}

export function withPerson(command: Command): Command {
  return withData(command).option('--as <name>', 'who you are');
}

/** @throws HostFault when nobody is named */
export function nameOf(options: Readonly<Record<string, unknown>>, option: 'as' | 'and' = 'as'): string {
  const name = options[option];
  if (typeof name !== 'string') throw new HostFault(EXIT.usage, `--${option} <name> says who you are`);
  return name;
}
