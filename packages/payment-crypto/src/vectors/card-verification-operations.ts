// Vector operations of card verification values: CVV, iCVV, CVV2, dCVV, CAVV and CVC3.

import {
  CVV2_SERVICE_CODE,
  cardVerificationValue,
  cavvVersion0,
  ICVV_SERVICE_CODE,
} from '../card-verification.js';
import { cvc3, dynamicCvv } from '../emv-cryptogram.js';
import { uniqueKeyOf } from './emv-operations.js';
import type { VectorInput, VectorOperations } from './vector-operation.js';

export const cardVerificationOperations: VectorOperations = {
  cvv: (input) => ({ cvv: cardVerificationValue(input.hex('cvk'), cardOf(input)) }),
  cvv_family: (input) => {
    const [cvk, pan, serviceCode] = [input.hex('cvk'), input.text('pan'), input.text('service_code')];
    const [year, month] = [input.text('expiry_year'), input.text('expiry_month')];
    const value = (expiry: string, code: string): string =>
      cardVerificationValue(cvk, { pan, expiry, serviceCode: code });
    return {
      cvv1_yymm: value(year + month, serviceCode),
      cvv2_mmyy_000: value(month + year, CVV2_SERVICE_CODE),
      cvv2_yymm_000: value(year + month, CVV2_SERVICE_CODE),
      icvv_yymm_999: value(year + month, ICVV_SERVICE_CODE),
    };
  },
  dcvv: (input) => {
    const key = uniqueKeyOf(input, 'derivation');
    return { dcvv: dynamicCvv(key, cardOf(input), input.text('atc')) };
  },
  cavv_v0: (input) => ({
    cavv: cavvVersion0(
      input.hex('cvk'),
      input.text('pan'),
      input.text('unpredictable'),
      input.text('auth_result'),
      input.text('second_factor'),
    ),
  }),
  cvc3: (input) => {
    const key = uniqueKeyOf(input, 'derivation');
    return { cvc3_5: cvc3(key, input.hex('track_hex'), input.hex('un'), input.hex('atc')) };
  },
};

function cardOf(input: VectorInput): { pan: string; expiry: string; serviceCode: string } {
  return {
    pan: input.text('pan'),
    expiry: input.text('expiry_field'),
    serviceCode: input.text('service_code'),
  };
}
