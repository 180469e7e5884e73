// Goal: packages/payment-crypto can be published as it is. Method: run its examples, and pack it.

import { testPackage } from './package.harness.js';

testPackage('payment-crypto', {
  'first-block': /^field 52: 635698C5743CAEC4\n$/,
  'chip-card': /^true, tag 91 of 8 bytes ends in 00820000\n$/,
  dukpt: /^PIN key of transaction 1: check value 98964F\n$/,
  'key-block': /^P0\nTG_KEY_BLOCK_MAC\n$/,
});
