// A PIN block as a terminal sends it.
import {
  bytesToHex,
  createTdes,
  encodePinBlockFormat0,
  hexToBytes,
  pinFromText,
} from '@tillgate/payment-crypto';

const pinKey = createTdes(hexToBytes('0123456789ABCDEFFEDCBA9876543210'));
const pin = pinFromText('1234');
const block = encodePinBlockFormat0(pin, '6299990001000032');
pinKey.encryptBlock(block, 0, block, 0);
console.log(`field 52: ${bytesToHex(block)}`);
pin.fill(0);
pinKey.destroy();
