// A batch of commands as one packed array, and its answers as another: the client writes requests and
// reads answers, the worker does the reverse.

import { CryptoFault } from '@tillgate/payment-crypto';
import { Fault } from '../kernel/fault.js';
import { COMMAND_NAMES, commandForms } from './command-forms.js';
import type { CommandAnswer, CommandName, CommandRequest, Commands } from './hsm.js';
import { PackedReader, type PackedWriter } from './packing.js';

const DONE = 0;
const REFUSED = 1;

/** Adds one request, whole or not at all. */
export function writeRequest<C extends CommandName>(
  batch: PackedWriter,
  command: C,
  request: CommandRequest<C>,
): void {
  const start = batch.length;
  try {
    batch.byte(COMMAND_NAMES.indexOf(command));
    commandForms[command].request.write(batch, request);
  } catch (error) {
    batch.rewind(start);
    throw error;
  }
}

/** The next answer of a batch: what the command gave, or the fault it was refused with. */
export function readAnswer<C extends CommandName>(
  answers: PackedReader,
  command: C,
): CommandAnswer<C> | Fault {
  if (answers.byte() === DONE) return commandForms[command].answer.read(answers);
  return new Fault(answers.text() as `TG_${string}`, 'the HSM refused the command');
}

/** Runs a batch in order and packs the answers; the request array, which may hold components, is wiped. */
export function answerBatch(commands: Commands, packed: Uint8Array, answers: PackedWriter): void {
  const requests = new PackedReader(packed);
  while (!requests.atEnd) {
    const command = COMMAND_NAMES[requests.byte()]!;
    answerOne(commands, command, requests, answers);
  }
  packed.fill(0);
}

function answerOne<C extends CommandName>(
  commands: Commands,
  command: C,
  requests: PackedReader,
  answers: PackedWriter,
): void {
  const request = commandForms[command].request.read(requests);
  const start = answers.length;
  try {
    const answer = commands[command](request);
    answers.byte(DONE);
    commandForms[command].answer.write(answers, answer);
  } catch (error) {
    answers.rewind(start);
    answers.byte(REFUSED);
    answers.text(codeOf(error));
  }
}

/** Only a code leaves the room: a text could carry what it speaks of. A bug ends the room instead. */
export function codeOf(error: unknown): string {
  if (error instanceof CryptoFault || error instanceof Fault) return error.code;
  throw error;
}
