// Every mistake that a terminal can make with a PIN block, by the cause that should be named for it. The MAC is right.

import {
  concatBytes,
  createAes,
  createSm4,
  createTdes,
  encipherPinBlockFormat4,
  encodePinBlockFormat0,
  encodePinBlockFormat1,
  encodePinBlockFormat2,
  encodePinBlockFormat3,
  encodePinBlockUnionPaySm4,
  encryptEcb,
  pinFromText,
} from '@tillgate/payment-crypto';
import { PAN } from '../acquirer/till.fixture.js';
import { field64, formOf } from './field-64.fixture.js';
import type { Mistake } from './mac-mistakes.fixture.js';
import { desKey, type HeldKeys, type MistakenTerminal, rightRange } from './mistaken-terminal.fixture.js';

interface Wrong {
  readonly key?: Uint8Array | undefined;
  readonly pan?: string;
  readonly track?: string;
  /** In place of the usual block: clear, or whole where it is not encrypted as it stands. */
  readonly clear?: Uint8Array;
  readonly block?: Uint8Array;
  /** Under which the MAC is made. */
  readonly macKeys?: HeldKeys;
}

function wrongly(
  made: (terminal: MistakenTerminal, pin: Uint8Array) => Wrong | undefined | Promise<Wrong | undefined>,
): Mistake {
  return async (terminal) => {
    const { profile, random } = terminal;
    const message = terminal.payment();
    const pin = pinFromText(random.digits(4 + random.below(9)));
    const wrong = await made(terminal, pin);
    if (!wrong || ('key' in wrong && !wrong.key)) return undefined;
    const keys = wrong.macKeys ?? terminal.keys;
    const key = wrong.key ?? pinKeyOf(terminal);
    const block = wrong.block ?? blockUnder(terminal, key, pin, wrong);
    const keyLength = { tdes: keys?.isSingle ? '0' : '6', sm4: '7', 'aes-dukpt': '8' }[profile.keyScheme];
    message.set(22, '071').set(26, '12').set(52, block).set(53, `2${keyLength}00000000000000`);
    if (wrong.track !== undefined) message.set(35, wrong.track);
    const packed = terminal.packed(message);
    return terminal.sent(packed, field64(terminal.macKey(keys), rightRange(packed), formOf(profile)));
  };
}

function pinKeyOf(terminal: MistakenTerminal): Uint8Array {
  return terminal.profile.keyScheme === 'aes-dukpt' ? terminal.messageKey('pin') : terminal.keys.pin;
}

function blockUnder(
  { profile, random }: MistakenTerminal,
  key: Uint8Array,
  pin: Uint8Array,
  { pan = PAN, clear }: Wrong,
): Uint8Array {
  switch (profile.keyScheme) {
    case 'aes-dukpt':
      return clear
        ? encryptEcb(createAes(key), clear)
        : encipherPinBlockFormat4(createAes(key), pin, pan, random.bytes(8));
    case 'sm4':
      return encryptEcb(createSm4(key), clear ?? encodePinBlockUnionPaySm4(pin, pan));
    default:
      return encryptEcb(createTdes(key), clear ?? encodePinBlockFormat0(pin, pan));
  }
}

const isDukpt = ({ profile }: MistakenTerminal): boolean => profile.keyScheme === 'aes-dukpt';

/** A number whose last digits are all others, so that no block of it is one of the card's by accident. */
function otherPan({ random }: MistakenTerminal): string {
  return `622588${random.digits(9)}${random.below(10)}`;
}

const otherFormat = wrongly((terminal, pin) => {
  const { profile, random } = terminal;
  if (profile.keyScheme === 'sm4') {
    return { block: encipherPinBlockFormat4(createSm4(terminal.keys.pin), pin, PAN, random.bytes(8)) };
  }
  if (isDukpt(terminal)) {
    return random.below(2) === 0 ? { clear: encodePinBlockUnionPaySm4(pin, PAN) } : { pan: PAN.slice(0, -1) };
  }
  const nibbles = (least: number): Uint8Array =>
    random.bytes(14).map((byte) => least + (byte % (16 - least)));
  const ways: readonly (() => Wrong)[] = [
    () => ({ clear: encodePinBlockFormat1(pin, nibbles(0)) }),
    () => ({ clear: encodePinBlockFormat2(pin) }),
    () => ({ clear: encodePinBlockFormat3(pin, PAN, nibbles(10)) }),
    () => ({ pan: `${PAN}0` }),
    () => ({ pan: `${PAN.slice(0, 12)}0` }),
    () => ({ pan: '0'.repeat(13) }),
  ];
  return random.one(ways)();
});

function halves({ profile, keys }: MistakenTerminal): readonly [Uint8Array, Uint8Array] | undefined {
  if (profile.keyScheme !== 'tdes' || keys.pin.length !== 16) return undefined;
  return [keys.pin.slice(0, 8), keys.pin.slice(8)];
}

export const pinMistakes: Readonly<Record<string, Mistake>> = {
  'pin.other-pan': wrongly((terminal) => {
    const pan = otherPan(terminal);
    return { pan, track: `${pan}D30122200000000000` };
  }),
  'pin.format': otherFormat,
  'pin.previous-key': wrongly(async (terminal) => {
    if (isDukpt(terminal)) {
      return terminal.counter < 2 ? undefined : { key: terminal.messageKey('pin', terminal.counter - 1) };
    }
    const { pin, isSingle } = terminal.keys;
    await terminal.signOn();
    return terminal.keys.isSingle === isSingle ? { key: pin } : undefined;
  }),
  'pin.next-key': wrongly(async (terminal) => {
    if (isDukpt(terminal)) return undefined;
    const macKeys = terminal.keys;
    await terminal.signOn(false);
    return terminal.keys.isSingle === macKeys.isSingle ? { key: terminal.keys.pin, macKeys } : undefined;
  }),
  'pin.mac-key': wrongly((terminal) => {
    if (isDukpt(terminal)) return { key: terminal.messageKey('mac-generate') };
    return { key: terminal.keys.mac };
  }),
  'pin.track-key': wrongly((terminal) => (isDukpt(terminal) ? undefined : { key: terminal.keys.track })),
  'pin.tmk': wrongly(({ tmk }) => ({ key: tmk })),
  'pin.half-key': wrongly((terminal) => ({ key: halves(terminal)?.[terminal.random.below(2)] })),
  'pin.swapped-halves': wrongly((terminal) => {
    const [first, second] = halves(terminal) ?? [];
    return first && second && { key: concatBytes(second, first) };
  }),
  'pin.key-encrypted': wrongly((terminal) =>
    isDukpt(terminal) ? undefined : { key: terminal.keys.pinUnderTmk },
  ),
  'pin.clear': wrongly((terminal, pin) => {
    if (isDukpt(terminal)) return undefined;
    const isSm4 = terminal.profile.keyScheme === 'sm4';
    return { block: isSm4 ? encodePinBlockUnionPaySm4(pin, PAN) : encodePinBlockFormat0(pin, PAN) };
  }),
  'pin.other-terminal': wrongly((terminal) => {
    const { others, counter } = terminal;
    return { key: isDukpt(terminal) ? terminal.messageKey('pin', counter, others.mac) : others.pin };
  }),
  'pin.unknown': wrongly((terminal) =>
    terminal.random.below(2) === 0
      ? { pan: otherPan(terminal) }
      : { block: blockUnder(terminal, desKey(terminal.random), pinFromText('1234'), {}) },
  ),
};
