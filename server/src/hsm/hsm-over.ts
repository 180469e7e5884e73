// Every HSM is one function that carries a command somewhere; this gives it the shape that callers use.

import type { CommandAnswer, CommandName, CommandRequest, Hsm } from './hsm.js';

export type Carry = <C extends CommandName>(
  command: C,
  request: CommandRequest<C>,
) => Promise<CommandAnswer<C>>;

export function hsmOver(carry: Carry, close: () => Promise<void>): Hsm {
  return {
    formKey: (request) => carry('formKey', request),
    generateWorkingKeys: (request) => carry('generateWorkingKeys', request),
    verifyMac: (request) => carry('verifyMac', request),
    makeMac: (request) => carry('makeMac', request),
    decryptTrack2: (request) => carry('decryptTrack2', request),
    translatePin: (request) => carry('translatePin', request),
    translateSm4Pin: (request) => carry('translateSm4Pin', request),
    translateDukptPin: (request) => carry('translateDukptPin', request),
    verifyDukptMac: (request) => carry('verifyDukptMac', request),
    makeDukptMac: (request) => carry('makeDukptMac', request),
    makeTerminalKey: (request) => carry('makeTerminalKey', request),
    handOverTerminalKey: (request) => carry('handOverTerminalKey', request),
    verifyPin: (request) => carry('verifyPin', request),
    sealPan: (pan) => carry('sealPan', pan),
    openPan: (sealed) => carry('openPan', sealed),
    panHash: (pan) => carry('panHash', pan),
    contentHash: (content) => carry('contentHash', content),
    status: () => carry('status', undefined),
    close,
  };
}
