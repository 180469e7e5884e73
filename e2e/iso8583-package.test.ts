// Goal: packages/iso8583 can be published as it is. Method: run its examples, and pack it.

import { testPackage } from './package.harness.js';

testPackage('iso8583', {
  'first-message': /^2 PAN: 629999\*{9}0011\n4 transaction amount: 000000001234\n$/,
  'broken-message':
    /^field 4, byte 15: expected BCD digits, got nibble C\n.*\n0\+2 mti mti 0200\n.*unread.*left\n$/s,
  'byte-stream': /^1804 29 bytes\n1804 29 bytes\n$/,
  'import-spec': /^2\nline 5, field 48: class com\.example\.OwnPackager: .*\n$/,
  'own-dialect': /^01121234567890120203250\n250\n$/,
});
