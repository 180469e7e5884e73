// Error correction of QR codes: Reed-Solomon over GF(256) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC
// 18004:2015, 8.5).

const POLYNOMIAL = 0x11d;

const powers: Uint8Array = new Uint8Array(510);
const logarithms: Uint8Array = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  powers[power] = value;
  powers[power + 255] = value;
  logarithms[value] = power;
  value <<= 1;
  if (value > 255) value ^= POLYNOMIAL;
}

function times(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : powers[logarithms[left]! + logarithms[right]!]!;
}

/** The remainder of the data, `count` bytes. */
export function errorCorrection(data: Uint8Array, count: number): Uint8Array {
  const generator = generatorOf(count);
  const rest = new Uint8Array(count);
  for (const byte of data) {
    const factor = byte ^ rest[0]!;
    rest.copyWithin(0, 1);
    rest[count - 1] = 0;
    for (let at = 0; at < count; at += 1) rest[at] = rest[at]! ^ times(generator[at]!, factor);
  }
  return rest;
}

/** Without its highest coefficient, which is 1. */
function generatorOf(count: number): Uint8Array {
  let factors = Uint8Array.of(1);
  for (let root = 0; root < count; root += 1) {
    const next = new Uint8Array(factors.length + 1);
    factors.forEach((factor, at) => {
      next[at] = next[at]! ^ factor;
      next[at + 1] = next[at + 1]! ^ times(factor, powers[root]!);
    });
    factors = next;
  }
  return factors.subarray(1);
}
