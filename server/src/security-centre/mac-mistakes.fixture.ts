// Every mistake that a terminal can make with a MAC, by the cause that should be named for it.

import { concatBytes } from '@tillgate/payment-crypto';
import type { Profile } from '@tillgate/pos-protocol';
import { field64, formOf, type MacForm } from './field-64.fixture.js';
import {
  desKey,
  type Heard,
  type MistakenTerminal,
  type Packed,
  rightRange,
} from './mistaken-terminal.fixture.js';

/** Undefined: not to be made in this state, or one that makes no difference. */
export type Mistake = (terminal: MistakenTerminal) => Promise<Heard | undefined>;

const isDukpt = ({ keyScheme }: Profile): boolean => keyScheme === 'aes-dukpt';
const isDes = ({ macAlgorithm }: Profile): boolean => !macAlgorithm.startsWith('cmac');

/** Field 64 with one thing wrong. */
function wrongly(
  made: (
    terminal: MistakenTerminal,
    packed: Packed,
  ) => { key?: Uint8Array | undefined; data?: Uint8Array; form?: Partial<MacForm> } | undefined,
): Mistake {
  return async (terminal) => {
    const packed = terminal.packed(terminal.payment());
    const form = formOf(terminal.profile);
    const wrong = made(terminal, packed);
    if (!wrong || ('key' in wrong && !wrong.key)) return undefined;
    const right = field64(terminal.macKey(), rightRange(packed), form);
    const mac = field64(wrong.key ?? terminal.macKey(), wrong.data ?? rightRange(packed), {
      ...form,
      ...wrong.form,
    });
    return String(mac) === String(right) ? undefined : terminal.sent(packed, mac);
  };
}

function range(of: (packed: Packed, terminal: MistakenTerminal) => Uint8Array | undefined): Mistake {
  return wrongly((terminal, packed) => {
    const data = of(packed, terminal);
    return data && { data };
  });
}

const otherAlgorithm = (algorithm: MacForm['algorithm']): Mistake =>
  wrongly((terminal) => {
    const { macAlgorithm } = terminal.profile;
    const key = terminal.macKey();
    if (algorithm === macAlgorithm || (key.length === 8 && algorithm !== 'cup-ecb' && algorithm !== 'x9.9'))
      return undefined;
    const encoding = terminal.random.one(['hex', 'raw'] as const);
    const letterCase = terminal.random.one(['upper', 'lower'] as const);
    const isSingle = algorithm === 'x9.9' && !isDukpt(terminal.profile) && terminal.random.below(2) === 0;
    return { key: isSingle ? key.slice(0, 8) : key, form: { algorithm, encoding, letterCase } };
  });

function halves(terminal: MistakenTerminal): readonly [Uint8Array, Uint8Array] | undefined {
  const { profile, keys } = terminal;
  if (isDukpt(profile) || !isDes(profile) || keys.mac.length !== 16) return undefined;
  return [keys.mac.slice(0, 8), keys.mac.slice(8)];
}

function lengthBytes(length: number): Uint8Array {
  return Uint8Array.of(length >> 8, length & 255);
}

/** Under the keys of the sign-on before, which the terminal never gave up. */
const previousKey: Mistake = async (terminal) => {
  const form = formOf(terminal.profile);
  if (isDukpt(terminal.profile)) {
    const packed = terminal.packed(terminal.payment());
    if (terminal.counter < 2) return undefined;
    const key = terminal.messageKey('mac-generate', terminal.counter - 1);
    return terminal.sent(packed, field64(key, rightRange(packed), form));
  }
  const before = terminal.keys;
  await terminal.signOn(terminal.random.below(2) === 0);
  // Handed out twice and neither used: the second takes the first one's place.
  const isUnused = terminal.till.terminal.pending_keys !== null;
  const lost = terminal.keys;
  if (isUnused) await terminal.signOn(terminal.random.below(2) === 0);
  const packed = terminal.packed(terminal.payment());
  return terminal.sent(packed, field64((isUnused ? lost : before).mac, rightRange(packed), form));
};

/** Two terminals of one name: the one whose keys were replaced goes on with its own traces. */
const clone: Mistake = async (terminal) => {
  if (isDukpt(terminal.profile)) return undefined;
  const form = formOf(terminal.profile);
  const before = terminal.keys;
  const older = terminal.payment();
  const alsoOlder = terminal.payment();
  await terminal.signOn();
  const send = (message: typeof older) => {
    const packed = terminal.packed(message);
    return terminal.sent(packed, field64(before.mac, rightRange(packed), form));
  };
  await send(older);
  await terminal.payWell();
  return send(alsoOlder);
};

/** What is not on the list: other bytes, other keys, two mistakes at once. */
const unlisted: Mistake = async (terminal) => {
  const { random, profile } = terminal;
  const packed = terminal.packed(terminal.payment());
  const form = formOf(profile);
  const right = rightRange(packed);
  const mac = field64(terminal.macKey(), right, form);
  switch (random.below(4)) {
    case 0: {
      // In the amount, where it still parses.
      const at = packed.messageAt + 2 + 8 + 9 + 3 + 3;
      packed.body[at] = packed.body[at]! ^ 1;
      return terminal.sent(packed, mac);
    }
    case 1:
      return terminal.sent(packed, random.bytes(8));
    case 2:
      return terminal.sent(packed, field64(desKey(random), right, form));
    default:
      return terminal.sent(packed, field64(desKey(random), packed.body.slice(0, packed.macAt), form));
  }
};

export const macMistakes: Readonly<Record<string, Mistake>> = {
  'mac.previous-key': previousKey,
  'terminal.cloned': clone,
  'mac.half-key': wrongly((terminal) => {
    const key = halves(terminal)?.[terminal.random.below(2)];
    const { macAlgorithm } = terminal.profile;
    // X9.19 with one half in both places is X9.9 under that half.
    return key && { key, form: { algorithm: macAlgorithm === 'x9.19' ? 'x9.9' : macAlgorithm } };
  }),
  'mac.swapped-halves': wrongly((terminal) => {
    const [first, second] = halves(terminal) ?? [];
    return first && second && { key: concatBytes(second, first) };
  }),
  'mac.padded-key': wrongly((terminal) => {
    const { keys } = terminal;
    if (isDukpt(terminal.profile) || keys.mac.length !== 8) return undefined;
    const zeros = new Uint8Array(8);
    if (terminal.random.below(2) === 0) terminal.tmkCipher().decryptBlock(zeros, 0, zeros, 0);
    return { key: concatBytes(keys.mac, zeros) };
  }),
  'mac.key-encrypted': wrongly(({ profile, keys }) =>
    isDukpt(profile) ? undefined : { key: keys.macUnderTmk },
  ),
  'mac.range-header': range(({ body, headerAt, messageAt, macAt }, { random }) =>
    messageAt === 0 ? undefined : body.slice(random.below(2) === 0 ? 0 : headerAt, macAt),
  ),
  'mac.range-length': range((packed, { random }) => {
    const { body, messageAt, macAt } = packed;
    const length = lengthBytes(random.below(2) === 0 ? body.length : macAt);
    return concatBytes(length, body.slice(random.below(2) === 0 ? 0 : messageAt, macAt));
  }),
  'mac.range-tail': range((packed, { profile }) =>
    profile.macAlgorithm === 'cup-ecb' ? undefined : packed.body.slice(packed.messageAt),
  ),
  'mac.range-bitmap': range((packed) => {
    const data = rightRange(packed);
    data[9] = data[9]! & 0xfe;
    return data;
  }),
  'mac.range-mti': range((packed) => rightRange(packed).slice(2)),
  'mac.padding': range((packed, { profile }) =>
    isDes(profile) ? concatBytes(rightRange(packed), Uint8Array.of(0x80)) : undefined,
  ),
  'mac.lower-case': wrongly(({ profile }) =>
    profile.macEncoding === 'hex' && profile.macLetterCase === 'upper'
      ? { form: { letterCase: 'lower' } }
      : undefined,
  ),
  'mac.upper-case': wrongly(({ profile }) =>
    profile.macEncoding === 'hex' && profile.macLetterCase === 'lower'
      ? { form: { letterCase: 'upper' } }
      : undefined,
  ),
  'mac.encoding': wrongly(({ profile }) => ({
    form: { encoding: profile.macEncoding === 'hex' ? 'raw' : 'hex' },
  })),
  'mac.algorithm-cup-ecb': otherAlgorithm('cup-ecb'),
  'mac.algorithm-x9.9': otherAlgorithm('x9.9'),
  'mac.algorithm-x9.19': otherAlgorithm('x9.19'),
  'mac.algorithm-cmac-aes': otherAlgorithm('cmac-aes'),
  'mac.algorithm-cmac-sm4': otherAlgorithm('cmac-sm4'),
  'mac.pin-key': wrongly((terminal) => {
    const { profile, keys } = terminal;
    if (isDukpt(profile)) return { key: terminal.messageKey('pin') };
    const fits = keys.pin.length === 16 || ['cup-ecb', 'x9.9'].includes(profile.macAlgorithm);
    return fits ? { key: keys.pin } : undefined;
  }),
  'mac.track-key': wrongly(({ profile, keys }) => (isDukpt(profile) ? undefined : { key: keys.track })),
  'mac.tmk': wrongly(({ tmk }) => ({ key: tmk })),
  'mac.direction': wrongly((terminal) =>
    isDukpt(terminal.profile) ? { key: terminal.messageKey('mac-verify') } : undefined,
  ),
  'mac.other-terminal': wrongly((terminal) => {
    const { profile, others, counter } = terminal;
    return { key: isDukpt(profile) ? terminal.messageKey('mac-generate', counter, others.mac) : others.mac };
  }),
  'mac.changed-on-the-way': unlisted,
};
