// The purchase on which codecs are measured, here and beside peers in other languages.

/** Seventeen fields with made-up card data; binary fields in hexadecimal. */
export const purchase: Readonly<Record<number, string>> = {
  2: '6299990000001000011',
  3: '000000',
  4: '000000001234',
  11: '000002',
  14: '3012',
  22: '051',
  23: '001',
  25: '00',
  26: '12',
  35: '6299990000001000011D30122200000000000',
  41: '10000001',
  42: '999290054110001',
  49: '156',
  52: '98765432ABCDEF01',
  53: '2600000000000000',
  60: '22000001000600',
  64: '3141324233433444',
};
