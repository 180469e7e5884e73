// Vector operations of the IBM 3624 PIN method and the Visa PVV.

import { CryptoFault } from '../crypto-fault.js';
import { createTdes } from '../des.js';
import { type Ibm3624Method, ibm3624NaturalPin, ibm3624Offset, ibm3624Pin } from '../ibm-3624.js';
import { pinFromText } from '../pin.js';
import { verifyVisaPvv, visaPvv } from '../pvv.js';
import { pinText } from './pin-block-operations.js';
import type { VectorInput, VectorOperations } from './vector-operation.js';

export const pinVerificationOperations: VectorOperations = {
  ibm3624_pin: (input) => ({ pin: pinText(ibm3624Pin(ibmMethod(input), input.text('offset'))) }),
  ibm3624_offset: (input) => {
    const [method, pin] = [ibmMethod(input), pinFromText(input.text('pin'))];
    return {
      offset: ibm3624Offset(method, pin),
      natural_pin: pinText(ibm3624NaturalPin(method, pin.length)),
    };
  },
  visa_pvv: (input) => {
    const pvk = createTdes(input.hex('pvk'));
    return { pvv: visaPvv(pvk, keyIndex(input), input.text('pan'), pinFromText(input.text('pin'))) };
  },
  visa_pvv_verify: (input) => {
    const [pvk, pin] = [createTdes(input.hex('pvk')), pinFromText(input.text('pin'))];
    return { match: verifyVisaPvv(pvk, keyIndex(input), input.text('pan'), pin, input.text('pvv')) };
  },
};

function ibmMethod(input: VectorInput): Ibm3624Method {
  return {
    pvk: createTdes(input.hex('pvk')),
    decimalisationTable: input.text('decimalisation'),
    validationData: input.hex('validation_data'),
  };
}

function keyIndex(input: VectorInput): number {
  const text = input.text('pvki');
  if (!/^[0-9]$/.test(text)) throw new CryptoFault('TG_PVKI');
  return Number(text);
}
