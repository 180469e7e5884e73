// Both ends of a chip payment: the card's cryptogram, and the issuer's check and answer (EMV Book 2, 8).
import {
  applicationCryptogram,
  bytesToHex,
  emvUniqueKey,
  equalConstantTime,
  hexToBytes,
  issuerAuthenticationData,
} from '@tillgate/payment-crypto';

const masterKey = hexToBytes('0123456789ABCDEFFEDCBA9876543210');
const cardKey = emvUniqueKey(masterKey, '6299990001000032', '01', 'A');
const atc = hexToBytes('001C');
const data = hexToBytes('00000000400000000000000001568000048000015626112200A1B2C3D41800001C06011203A0B800');
const arqc = applicationCryptogram('visa-18', cardKey, atc, data);

const fits = equalConstantTime(applicationCryptogram('visa-18', cardKey, atc, data), arqc);
const answer = issuerAuthenticationData('visa-18', cardKey, { atc, arqc, arc: '00', approved: true });
console.log(`${fits}, tag 91 of ${answer.length} bytes ends in ${bytesToHex(answer.slice(4))}`);
