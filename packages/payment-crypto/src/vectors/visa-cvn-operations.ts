// Vector operations of the Visa cryptogram versions 10, 18 and 22: which card data go into a cryptogram,
// how its session keys are made, and the scripts of the answer.

import { bytesToHex, concatBytes } from '../bytes.js';
import { arpcMethod1, arpcMethod2, emvMac } from '../emv-cryptogram.js';
import { atcDiversifier, emvSessionKey, emvUniqueKey, visaScriptSessionKey } from '../emv-keys.js';
import { pinChangeCommand, type ScriptSession, scriptMac, visaPinBlock } from '../emv-script.js';
import { pinFromText } from '../pin.js';
import { encodePinBlockFormat2 } from '../pin-block.js';
import type { VectorInput, VectorOperations, VectorResult } from './vector-operation.js';

export const visaCvnOperations: VectorOperations = {
  visa_cvn10: (input) => {
    const udk = uniqueKey(input, 'imk_ac');
    const arqc = emvMac(udk, cryptogramData(input, 'cvr'), 1);
    const session = scriptSession(input, arqc, visaScriptSessionKey);
    const arpc = arpcMethod1(udk, arqc, input.hex('arc'));
    return results(input, udk, udk, arpc, session, (pin) => visaPinBlock(udk, pin));
  },
  visa_cvn18: (input) => {
    const { udk, sk, arqc, arpc } = commonCryptogram(input);
    const session = scriptSession(input, arqc, visaScriptSessionKey);
    return results(input, udk, sk, arpc, session, (pin) => visaPinBlock(udk, pin));
  },
  visa_cvn22: (input) => {
    const { udk, sk, arqc, arpc } = commonCryptogram(input);
    const session = scriptSession(input, arqc, (key) => emvSessionKey(key, arqc));
    return results(input, udk, sk, arpc, session, encodePinBlockFormat2);
  },
};

/** CVN 18 and 22: common session key, padding method 2, ARPC by method 2. */
function commonCryptogram(input: VectorInput): {
  udk: Uint8Array;
  sk: Uint8Array;
  arqc: Uint8Array;
  arpc: Uint8Array;
} {
  const udk = uniqueKey(input, 'imk_ac');
  const sk = emvSessionKey(udk, atcDiversifier(input.hex('tag_9f36')));
  const arqc = emvMac(sk, cryptogramData(input, 'tag_9f10'), 2);
  return { udk, sk, arqc, arpc: arpcMethod2(sk, arqc, input.hex('csu'), new Uint8Array()) };
}

function results(
  input: VectorInput,
  udk: Uint8Array,
  sk: Uint8Array,
  arpc: Uint8Array,
  session: ScriptSession,
  blockOfNewPin: (pin: Uint8Array) => Uint8Array,
): VectorResult {
  const newPin = pinFromText(input.text('new_pin'));
  const bothPins = visaPinBlock(udk, newPin, pinFromText(input.text('current_pin')));
  return {
    udk_ac: bytesToHex(udk),
    sk_ac: bytesToHex(sk),
    sk_smi: bytesToHex(session.smiKey),
    sk_smc: bytesToHex(session.smcKey),
    arqc: bytesToHex(session.arqc),
    arpc: bytesToHex(arpc),
    script_mac: bytesToHex(scriptMac(session, input.hex('script_header'), new Uint8Array())),
    pin_change_command: bytesToHex(pinChangeCommand(session, blockOfNewPin(newPin), false)),
    pin_change_command_with_current: bytesToHex(pinChangeCommand(session, bothPins, true)),
  };
}

function scriptSession(
  input: VectorInput,
  arqc: Uint8Array,
  sessionKey: (uniqueKey: Uint8Array, atc: Uint8Array) => Uint8Array,
): ScriptSession {
  const atc = input.hex('tag_9f36');
  return {
    smiKey: sessionKey(uniqueKey(input, 'imk_smi'), atc),
    smcKey: sessionKey(uniqueKey(input, 'imk_smc'), atc),
    atc,
    arqc,
  };
}

function cryptogramData(input: VectorInput, issuerData: 'cvr' | 'tag_9f10'): Uint8Array {
  const tags = ['9f02', '9f03', '9f1a', '95', '5f2a', '9a', '9c', '9f37', '82', '9f36'];
  return concatBytes(...tags.map((tag) => input.hex(`tag_${tag}`)), input.hex(issuerData));
}

/** Visa uses option A for PANs up to 16 digits and B beyond, which is what option B does. */
function uniqueKey(input: VectorInput, masterKey: 'imk_ac' | 'imk_smi' | 'imk_smc'): Uint8Array {
  return emvUniqueKey(input.hex(masterKey), input.text('pan'), input.text('psn'), 'B');
}
