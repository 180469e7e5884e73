// What may differ between terminals of the dialect, as data: one value per setting. The table of settings says
// what each may be, so that validation, the documents and the table tests all read the same rows.

import type { PlacedJson } from './placed-json.js';

/** How field 64 is computed. CMAC keys are 16 bytes that travel under a TDES master key as any working key. */
export type MacAlgorithm = 'cup-ecb' | 'x9.9' | 'x9.19' | 'cmac-aes' | 'cmac-sm4';

/**
 * Where the keys of PINs and MACs come from. `tdes` and `sm4`: a sign-on hands out working keys under a master key of
 * that cipher. `aes-dukpt`: each message has keys of its own (ANSI X9.24-3), and nothing is handed out.
 */
export type KeyScheme = 'tdes' | 'sm4' | 'aes-dukpt';

/** One dialect of a terminal. Every name but `name` is a row of `profileSettings`. */
export interface Profile {
  readonly name: string;
  readonly tpdu: 'swapped' | 'same' | 'absent';
  readonly header: 'present' | 'absent';
  /** Header digits 1-2 that the terminal writes. */
  readonly stripeClass: string;
  readonly chipClass: string;
  /** Header digits 3-4 and 7-12 that the terminal writes. */
  readonly softwareVersion: string;
  readonly subVersion: string;
  readonly frameLimitBytes: number;
  readonly padNibble: '0' | 'F';
  readonly keyScheme: KeyScheme;
  readonly macAlgorithm: MacAlgorithm;
  readonly macEncoding: 'hex' | 'raw';
  readonly macLetterCase: 'upper' | 'lower';
  readonly macKeyLength: 'double' | 'single';
  readonly singleLengthSignOn: boolean;
  /** Digits of field 60 in payments. */
  readonly controlLength: 11 | 13 | 14 | 17;
  /** Digits of field 48 in a settlement. */
  readonly settlementLength: 62 | 31;
  readonly qrEntryMode: '032' | '030';
  /** Answer codes that the terminal takes as approved. */
  readonly approvals: readonly string[];
  /** Answer codes 70 and 1A of protocol section 10. */
  readonly knowsPinRequired: boolean;
  readonly knowsPhoneConfirm: boolean;
}

export type SettingName = Exclude<keyof Profile, 'name'>;

/** One setting: what it means, what it may be, and what it is unless told. */
export interface ProfileSetting<Value> {
  readonly zh: string;
  readonly en: string;
  readonly standard: Value;
  /** What may stand in a file, in words. */
  readonly expected: string;
  /** Values to try: all of them where they can be counted. */
  readonly samples: readonly Value[];
  /** The value in a file; undefined for one that may not stand there. */
  readonly read: (node: PlacedJson) => Value | undefined;
}

type Form<Value> = Pick<ProfileSetting<Value>, 'expected' | 'samples' | 'read'>;

function oneOf<const Value extends string | number | boolean>(...values: readonly Value[]): Form<Value> {
  return {
    expected: values.map((value) => JSON.stringify(value)).join(', '),
    samples: values,
    read: (node) => (node.kind === 'scalar' ? values.find((value) => value === node.value) : undefined),
  };
}

function digits(count: number, ...samples: readonly string[]): Form<string> {
  const form = new RegExp(`^[0-9]{${count}}$`);
  return {
    expected: `a text of ${count} digits`,
    samples,
    read: (node) =>
      node.kind === 'scalar' && typeof node.value === 'string' && form.test(node.value)
        ? node.value
        : undefined,
  };
}

function wholeNumber(least: number, most: number): Form<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    samples: [least, most],
    read: ({ kind, ...node }) =>
      kind === 'scalar' && 'value' in node && Number.isInteger(node.value) && inRange(node.value, least, most)
        ? Number(node.value)
        : undefined,
  };
}

function inRange(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

/** 00 among them: a terminal that takes no plain approval cannot pay. */
function answerCodesWith00(...samples: ReadonlyArray<readonly string[]>): Form<readonly string[]> {
  return {
    expected: 'a list of answer codes of two characters, each once, "00" among them',
    samples,
    read(node) {
      if (node.kind !== 'list') return undefined;
      const codes = node.items.map((item) => (item.kind === 'scalar' ? item.value : undefined));
      const isCode = (code: unknown): code is string =>
        typeof code === 'string' && /^[0-9A-Z]{2}$/.test(code);
      if (!codes.every(isCode) || new Set(codes).size < codes.length) return undefined;
      return codes.includes('00') ? codes : undefined;
    },
  };
}

function row<Value>(zh: string, en: string, standard: Value, form: Form<Value>): ProfileSetting<Value> {
  return { zh, en, standard, ...form };
}

export const profileSettings: { readonly [Name in SettingName]: ProfileSetting<Profile[Name]> } = {
  tpdu: row(
    'TPDU 是否存在,应答是否交换地址',
    'whether there is a TPDU, and whether answers swap its addresses',
    'swapped',
    oneOf('swapped', 'same', 'absent'),
  ),
  header: row('报文头是否存在', 'whether there is a header', 'present', oneOf('present', 'absent')),
  stripeClass: row(
    '磁条交易的应用类别(报文头第1-2位)',
    'application class of stripe payments',
    '60',
    digits(2, '62'),
  ),
  chipClass: row(
    '芯片交易的应用类别(报文头第1-2位)',
    'application class of chip payments',
    '61',
    digits(2, '63'),
  ),
  softwareVersion: row('软件版本(报文头第3-4位)', 'software version', '10', digits(2, '31')),
  subVersion: row('软件分版本(报文头第7-12位)', 'software sub-version', '010000', digits(6, '311000')),
  frameLimitBytes: row('报文最大字节数', 'longest frame body in bytes', 4096, wholeNumber(512, 16_384)),
  padNibble: row(
    '奇数位 BCD 的填充半字节',
    'pad nibble written after an odd number of digits; both are read',
    '0',
    oneOf('0', 'F'),
  ),
  keyScheme: row(
    '密钥体系:签到下发 TDES 或 SM4 工作密钥,或 AES DUKPT 一笔一密',
    'where keys come from: a sign-on under a TDES or SM4 master key, or AES DUKPT for each message',
    'tdes',
    oneOf('tdes', 'sm4', 'aes-dukpt'),
  ),
  macAlgorithm: row(
    'MAC 算法',
    'MAC algorithm',
    'cup-ecb',
    oneOf('cup-ecb', 'x9.9', 'x9.19', 'cmac-aes', 'cmac-sm4'),
  ),
  macEncoding: row(
    '64 域:8 个十六进制字符或 8 字节原值',
    'field 64: eight hex characters or eight raw bytes',
    'hex',
    oneOf('hex', 'raw'),
  ),
  macLetterCase: row(
    'MAC 十六进制字符大小写',
    'case of the MAC’s hex characters',
    'upper',
    oneOf('upper', 'lower'),
  ),
  macKeyLength: row(
    'MAC 密钥长度;单倍长时后补 8 字节零',
    'length of the MAC key; a single one is followed by eight zero bytes',
    'double',
    oneOf('double', 'single'),
  ),
  singleLengthSignOn: row(
    '允许单倍长密钥签到(60.3 = 001)',
    'sign-on with single-length keys (60.3 = 001) is allowed',
    false,
    oneOf(false, true),
  ),
  controlLength: row('交易报文 60 域位数', 'digits of field 60 in payments', 14, oneOf(14, 11, 13, 17)),
  settlementLength: row('批结算 48 域位数', 'digits of field 48 in a settlement', 62, oneOf(62, 31)),
  qrEntryMode: row('扫码交易的 22 域', 'field 22 of a QR sale', '032', oneOf('032', '030')),
  approvals: row(
    '终端视为批准的应答码',
    'answer codes that the terminal takes as approved',
    ['00', '10', '11', 'A2', 'A4', 'A5', 'A6', 'Y1', 'Y3'],
    answerCodesWith00(['00'], ['00', '11']),
  ),
  knowsPinRequired: row(
    '终端认识应答码 70(请输入密码)',
    'the terminal knows answer code 70 (enter the PIN)',
    true,
    oneOf(true, false),
  ),
  knowsPhoneConfirm: row(
    '终端认识应答码 1A(手机确认)',
    'the terminal knows answer code 1A (confirm on the phone)',
    true,
    oneOf(true, false),
  ),
};

/** Two settings that exclude each other: the later one in the file is at fault. */
export interface SettingConflict {
  readonly setting: SettingName;
  readonly expected: string;
  readonly got: string;
}

/** What the settings say together that no terminal can do. */
export function conflictsOf(profile: Profile): readonly SettingConflict[] {
  const { keyScheme, macAlgorithm, macKeyLength, singleLengthSignOn, knowsPhoneConfirm } = profile;
  const needsDouble = macAlgorithm !== 'cup-ecb' && macAlgorithm !== 'x9.9';
  const conflicts: SettingConflict[] = [];
  if (needsDouble && macKeyLength === 'single') {
    conflicts.push({ setting: 'macKeyLength', expected: `"double" for ${macAlgorithm}`, got: '"single"' });
  }
  if (needsDouble && singleLengthSignOn) {
    conflicts.push({ setting: 'singleLengthSignOn', expected: `false for ${macAlgorithm}`, got: 'true' });
  }
  const ownMac = MAC_OF_SCHEME[keyScheme];
  if (ownMac !== undefined && macAlgorithm !== ownMac) {
    conflicts.push({
      setting: 'macAlgorithm',
      expected: `"${ownMac}" for ${keyScheme}`,
      got: `"${macAlgorithm}"`,
    });
  }
  // Asking again repeats the very same message, and its keys are spent by then.
  if (keyScheme === 'aes-dukpt' && knowsPhoneConfirm) {
    conflicts.push({ setting: 'knowsPhoneConfirm', expected: `false for ${keyScheme}`, got: 'true' });
  }
  return conflicts;
}

/** The one MAC that goes with the keys of a scheme; undefined where there is a choice. */
const MAC_OF_SCHEME: Readonly<Record<KeyScheme, MacAlgorithm | undefined>> = {
  tdes: undefined,
  sm4: 'cmac-sm4',
  'aes-dukpt': 'cmac-aes',
};

/** How a MAC of this profile is made; what the PIN pad and the HSM are told. */
export interface MacMethod {
  readonly algorithm: MacAlgorithm;
  readonly encoding: 'hex' | 'raw';
  readonly letterCase: 'upper' | 'lower';
}

export function macMethodOf(profile: Profile): MacMethod {
  return {
    algorithm: profile.macAlgorithm,
    encoding: profile.macEncoding,
    letterCase: profile.macLetterCase,
  };
}
