// The option that every benchmark of the host takes: how long each run is measured.

import { type Command, InvalidArgumentError } from 'commander';

export function addSecondsOption(command: Command, otherwise: number): void {
  command.option('--seconds <count>', 'measured time of each run, 1 to 60', parseSeconds, otherwise);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 60)
    throw new InvalidArgumentError('seconds are 1 to 60');
  return seconds;
}
