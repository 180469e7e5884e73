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
    translateTdesDukptPin: (request) => carry('translateTdesDukptPin', request),
    translateSm4Pin: (request) => carry('translateSm4Pin', request),
    translateDukptPin: (request) => carry('translateDukptPin', request),
    verifyDukptMac: (request) => carry('verifyDukptMac', request),
    makeDukptMac: (request) => carry('makeDukptMac', request),
    makeTerminalKey: (request) => carry('makeTerminalKey', request),
    handOverTerminalKey: (request) => carry('handOverTerminalKey', request),
    beginKeyComponents: (request) => carry('beginKeyComponents', request),
    enterKeyComponent: (request) => carry('enterKeyComponent', request),
    makeZonePinKey: (request) => carry('makeZonePinKey', request),
    importZonePinKey: (request) => carry('importZonePinKey', request),
    verifyPin: (request) => carry('verifyPin', request),
    changePin: (request) => carry('changePin', request),
    makePinEntryKey: (request) => carry('makePinEntryKey', request),
    setPin: (request) => carry('setPin', request),
    matchMac: (request) => carry('matchMac', request),
    matchPinBlock: (request) => carry('matchPinBlock', request),
    verifyArqc: (request) => carry('verifyArqc', request),
    makeArpc: (request) => carry('makeArpc', request),
    makeCvv: (request) => carry('makeCvv', request),
    verifyCvv: (request) => carry('verifyCvv', request),
    keyCheckValue: (request) => carry('keyCheckValue', request),
    sealPan: (pan) => carry('sealPan', pan),
    openPan: (sealed) => carry('openPan', sealed),
    panHash: (pan) => carry('panHash', pan),
    contentHash: (content) => carry('contentHash', content),
    beginLmk: (request) => carry('beginLmk', request),
    enterLmkComponent: (request) => carry('enterLmkComponent', request),
    activateLmk: (request) => carry('activateLmk', request),
    rewrapKey: (request) => carry('rewrapKey', request),
    retireLmk: (request) => carry('retireLmk', request),
    status: () => carry('status', undefined),
    close,
  };
}
