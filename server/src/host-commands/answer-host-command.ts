// One message of the host command port to its answer: header, two-letter command, fields; back come the header, the
// next letter, an error code and what the command gives. Whatever the bytes are, there is one answer.

import { Fault } from '../kernel/fault.js';
import { cardCommands } from './card-commands.js';
import { chipCommands } from './chip-commands.js';
import { dukptCommands } from './dukpt-commands.js';
import { CommandRefusal, type ErrorCode, errorCodeOf } from './error-codes.js';
import { FieldReader } from './field-reader.js';
import type { Answer, HostCommand, HostCommandPorts } from './host-command.js';
import { keyCommands } from './key-commands.js';
import { macCommands } from './mac-commands.js';
import { pinCommands } from './pin-commands.js';

/** Every command that is served, by its code. */
export const hostCommands: Readonly<Record<string, HostCommand>> = {
  ...keyCommands,
  ...pinCommands,
  ...dukptCommands,
  ...macCommands,
  ...cardCommands,
  ...chipCommands,
};

/** Bytes in front of each message that come back as they were. */
const HEADER_BYTES = 4;
const CODE_BYTES = 2;

/** @returns the answer's message; undefined for bytes too short to hold a command: there is nobody to answer to */
export async function answerHostCommand(
  ports: HostCommandPorts,
  message: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (message.length < HEADER_BYTES + CODE_BYTES) return undefined;
  const header = message.subarray(0, HEADER_BYTES);
  const code = textOf(message.subarray(HEADER_BYTES, HEADER_BYTES + CODE_BYTES));
  const command = Object.hasOwn(hostCommands, code) ? hostCommands[code] : undefined;
  const fields = new FieldReader(message.subarray(HEADER_BYTES + CODE_BYTES));
  let trailer = new Uint8Array(0);
  const answer = await answered(command, fields, ports, (rest) => {
    trailer = rest;
  });
  const isRefused = typeof answer === 'object' && 'code' in answer;
  const told = isRefused ? answer.code : '00';
  const content = isRefused ? '' : answer;
  return concat([
    header,
    bytesOf(replyCode(code) + told),
    typeof content === 'string' ? bytesOf(content) : content,
    trailer,
  ]);
}

async function answered(
  command: HostCommand | undefined,
  fields: FieldReader,
  ports: HostCommandPorts,
  keepTrailer: (trailer: Uint8Array<ArrayBuffer>) => void,
): Promise<Answer> {
  if (!command) return { code: '68' };
  try {
    return await command.run(fields, ports, () => keepTrailer(fields.end().slice()));
  } catch (error) {
    return { code: codeOf(error) };
  }
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof CommandRefusal) return error.code;
  if (error instanceof Fault) return errorCodeOf(error.code);
  throw error;
}

/** The second character of the answer's code is the next one. */
function replyCode(code: string): string {
  return code.slice(0, 1) + String.fromCharCode((code.charCodeAt(1) + 1) & 0xff);
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
