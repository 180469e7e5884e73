// Which shipped profile of the terminal dialect bytes have: settings that show in one message, held against each
// profile. A setting that does not show speaks for none; the MAC's algorithm needs the key, and that is not here.

import type { FieldName, Message } from '@tillgate/iso8583';
import { type Profile, shippedProfiles } from '@tillgate/pos-protocol';
import type { Ranked } from './ranked.js';
import type { Reading } from './reading.js';

/** What one message shows of a setting. */
interface Sight {
  readonly words: FieldName;
  fits(profile: Profile): boolean;
}

/** How much less likely a profile is for each setting that the bytes contradict. */
const CONTRADICTED = 0.1;

export function rankProfiles(reading: Reading): readonly Ranked[] {
  const sights = sightsOf(reading);
  const weighed = shippedProfiles.map((profile) => {
    const against = sights.filter(({ fits }) => !fits(profile));
    return { profile, against, weight: CONTRADICTED ** against.length };
  });
  const sum = weighed.reduce((total, { weight }) => total + weight, 0);
  return weighed
    .sort((one, other) => other.weight - one.weight)
    .slice(0, 3)
    .map(({ profile, against, weight }) => ({
      id: profile.name,
      name: { zh: profile.name, en: profile.name },
      confidence: Math.round((weight / sum) * 1000) / 1000,
      evidence:
        against.length === 0
          ? sights.map(({ words }) => words)
          : against.map(({ words: { zh, en } }) => ({ zh: `不符:${zh}`, en: `against it: ${en}` })),
    }));
}

function sightsOf({ front, unpacked }: Reading): readonly Sight[] {
  const { message } = unpacked;
  const sights: Sight[] = [];
  const see = (zh: string, en: string, fits: (profile: Profile) => boolean): void => {
    sights.push({ words: { zh, en }, fits });
  };
  const hasTpdu = front.id === 'tpdu' || front.id === 'tpdu-header';
  see(
    hasTpdu ? '有 TPDU' : '没有 TPDU',
    hasTpdu ? 'a TPDU' : 'no TPDU',
    ({ tpdu }) => (tpdu !== 'absent') === hasTpdu,
  );
  const hasHeader = front.id === 'header' || front.id === 'tpdu-header';
  see(
    hasHeader ? '有报文头' : '没有报文头',
    hasHeader ? 'a header' : 'no header',
    ({ header }) => (header === 'present') === hasHeader,
  );
  const control = message.text(60);
  if (control !== undefined && /^0[124]/.test(message.mti) && isRequest(message)) {
    const digits = control.length;
    see(`域 60 有 ${digits} 位`, `F60 of ${digits} digits`, ({ controlLength }) => controlLength === digits);
  }
  const totals = message.mti.startsWith('05') ? message.text(48) : undefined;
  if (totals !== undefined) {
    const digits = totals.length;
    see(
      `结算域 48 有 ${digits} 位`,
      `F48 of ${digits} digits in a settlement`,
      (one) => one.settlementLength === digits,
    );
  }
  const mode = message.text(22);
  if (mode?.startsWith('03'))
    see(`扫码输入方式 ${mode}`, `entry mode ${mode} for a code`, (one) => one.qrEntryMode === mode);
  return [...sights, ...macSights(message)];
}

function isRequest({ mti }: Message): boolean {
  return Number(mti[2]) % 2 === 0;
}

/** Field 64 as eight hexadecimal characters, or as bytes; by chance bytes look so once in ten thousand million. */
function macSights(message: Message): readonly Sight[] {
  const mac = message.bytes(64);
  if (mac === undefined) return [];
  const text = String.fromCharCode(...mac);
  if (!/^[0-9A-Fa-f]{8}$/.test(text)) {
    return [{ words: { zh: '域 64 为字节', en: 'F64 in bytes' }, fits: (one) => one.macEncoding === 'raw' }];
  }
  const isUpper = text === text.toUpperCase();
  const hex: Sight = {
    words: { zh: '域 64 为十六进制字符', en: 'F64 in characters' },
    fits: (one) => one.macEncoding === 'hex',
  };
  if (!/[A-Fa-f]/.test(text)) return [hex];
  const letters = isUpper ? 'upper' : 'lower';
  const words = isUpper
    ? { zh: '大写', en: 'upper-case letters in it' }
    : { zh: '小写', en: 'lower-case letters in it' };
  return [hex, { words, fits: (one) => one.macLetterCase === letters }];
}
