// The tables of the Data Encryption Standard as FIPS 46-3 prints them (bit 1 is the leftmost), and the
// two lookups computed from them once at load: S-box joined with P, and key nibble to round keys.

/** S1 to S8, four rows of sixteen hexadecimal digits each. */
const S_BOXES: readonly string[] = [
  'E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D',
  'F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9',
  'A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C',
  '7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E',
  '2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453',
  'C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D',
  '4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF6805926BD814A7950FE23C',
  'D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B',
];

const P: readonly number[] = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22,
  11, 4, 25,
];

const PERMUTED_CHOICE_1: readonly number[] = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];

const PERMUTED_CHOICE_2: readonly number[] = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47,
  55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];

const LEFT_SHIFTS: readonly number[] = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** Words of one key schedule: 16 rounds, each a word for S1 S3 S5 S7 and one for S2 S4 S6 S8. */
export const SCHEDULE_WORDS = 32;

/**
 * `SP[64 * box + sixBits]`: the output of an S-box after P, rotated left by 3. Halves are kept rotated
 * by 3 during the rounds, so that E needs one rotation a round instead of eight shifts.
 */
export const SP: Int32Array = joinSBoxesWithP();

/** `KEY_NIBBLES[(16 * nibble + value) * 32 + word]`: what one nibble of the key adds to the schedule. */
export const KEY_NIBBLES: Int32Array = spreadKeyNibbles();

function joinSBoxesWithP(): Int32Array {
  const table = new Int32Array(8 * 64);
  for (let box = 0; box < 8; box++) {
    for (let sixBits = 0; sixBits < 64; sixBits++) {
      const row = ((sixBits >>> 4) & 2) | (sixBits & 1);
      const column = (sixBits >>> 1) & 15;
      const beforeP = Number.parseInt(S_BOXES[box]![16 * row + column]!, 16) << (28 - 4 * box);
      let afterP = 0;
      for (const [bit, source] of P.entries()) afterP |= ((beforeP >>> (32 - source)) & 1) << (31 - bit);
      table[64 * box + sixBits] = (afterP << 3) | (afterP >>> 29);
    }
  }
  return table;
}

function spreadKeyNibbles(): Int32Array {
  const table = new Int32Array(16 * 16 * SCHEDULE_WORDS);
  for (let keyBit = 1; keyBit <= 64; keyBit++) {
    const nibble = (keyBit - 1) >>> 2;
    const mask = 8 >>> ((keyBit - 1) & 3);
    const words = scheduleOfOneKeyBit(keyBit);
    for (let value = 0; value < 16; value++) {
      if ((value & mask) === 0) continue;
      const row = (16 * nibble + value) * SCHEDULE_WORDS;
      for (let word = 0; word < SCHEDULE_WORDS; word++) table[row + word]! |= words[word]!;
    }
  }
  return table;
}

/** The key schedule of the key in which only `keyBit` is set; parity bits reach no round. */
function scheduleOfOneKeyBit(keyBit: number): Int32Array {
  const words = new Int32Array(SCHEDULE_WORDS);
  const start = PERMUTED_CHOICE_1.indexOf(keyBit);
  if (start < 0) return words;
  const half = start < 28 ? 0 : 28;
  let place = start - half;
  for (const [round, shift] of LEFT_SHIFTS.entries()) {
    place = (place + 28 - shift) % 28;
    const target = PERMUTED_CHOICE_2.indexOf(half + place + 1);
    if (target < 0) continue;
    const box = Math.floor(target / 6);
    words[2 * round + (box & 1)]! |= 1 << (26 - 8 * (box >>> 1) + 5 - (target % 6));
  }
  return words;
}
