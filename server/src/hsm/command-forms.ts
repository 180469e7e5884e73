// Request and answer of every command as packed forms, in the order in which commands are numbered
// between the client and the worker.

import { CRYPTOGRAM_VERSIONS } from '@tillgate/payment-crypto';
import type { ChipCryptogram } from './card-shapes.js';
import { PIN_BLOCK_FORMATS, type PinBlockFormat } from './command-rules.js';
import type {
  CommandAnswer,
  CommandName,
  CommandRequest,
  DukptKey,
  MacMethod,
  PinReference,
  TransportedKey,
  WrappedKey,
} from './hsm.js';
import { KEY_ROLES, MAC_ALGORITHMS } from './key-role.js';
import { always, bytes, either, type Form, flag, list, number, record, text, word } from './packing.js';
import { PIN_CHANGE_RESULTS } from './pin-change.js';
import { type MacSupposition, type PinSupposition, SUPPOSED_FORMATS, TAKEN_KEYS } from './supposition.js';

type CommandForms = {
  readonly [C in CommandName]: {
    readonly request: Form<CommandRequest<C>>;
    readonly answer: Form<CommandAnswer<C>>;
  };
};

const nothing = always<void>(undefined);
const componentCount: Form<2 | 3> = {
  write: (to, value) => to.byte(value),
  read: (from) => (from.byte() === 3 ? 3 : 2),
};
const optionalMethod: Form<1 | 2 | undefined> = {
  write: (to, value) => to.byte(value ?? 0),
  read: (from) => ([1, 2] as const)[from.byte() - 1],
};
const optionalBytes = either<Uint8Array, undefined>(
  (value): value is Uint8Array => value !== undefined,
  bytes,
  always(undefined),
);
const undecodable = always('undecodable' as const);
const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

const generation = either<number, undefined>(
  (value): value is number => value !== undefined,
  number,
  always(undefined),
);
const wrappedKey = record<WrappedKey>({ block: text, kcv: text });
const transportedKey = record<TransportedKey>({ block: text, kcv: text, underTmk: bytes, kcvBytes: bytes });
const optionalKey = either<TransportedKey, undefined>(
  (value): value is TransportedKey => value !== undefined,
  transportedKey,
  always(undefined),
);

const formedKey = either<WrappedKey, undefined>(
  (value): value is WrappedKey => value !== undefined,
  wrappedKey,
  always(undefined),
);
const dukptKey = record<DukptKey>({ initialKey: text, ksn: bytes });
const terminalKeyRole = word('tmk', 'tmk-sm4', 'dukpt-initial');
const componentKeyRole = word(
  ...(['tmk', 'tmk-sm4', 'dukpt-initial'] as const),
  ...(['zone-master', 'pvk-visa', 'pvk-ibm', 'imk-ac'] as const),
);

const macMethod = record<MacMethod>({
  algorithm: word(...MAC_ALGORITHMS),
  encoding: word('hex', 'raw'),
  letterCase: word('upper', 'lower'),
});
const keyBytes: Form<8 | 16> = {
  write: (to, value) => to.byte(value),
  read: (from) => (from.byte() === 8 ? 8 : 16),
};

const pinBlockFormat = either<PinBlockFormat, undefined>(
  (value): value is PinBlockFormat => value !== undefined,
  word(...PIN_BLOCK_FORMATS),
  always(undefined),
);

type VisaReference = Extract<PinReference, { method: 'visa-pvv' }>;
type IbmReference = Extract<PinReference, { method: 'ibm-3624' }>;
const pinReference = either<VisaReference, IbmReference>(
  (value): value is VisaReference => value.method === 'visa-pvv',
  record<VisaReference>({ method: always('visa-pvv'), pvki: number, pvv: text }),
  record<IbmReference>({ method: always('ibm-3624'), offset: text, decimalisationTable: text }),
);

const chipCryptogram: { readonly [K in keyof ChipCryptogram]: Form<ChipCryptogram[K]> } = {
  imk: text,
  option: word('A', 'B'),
  pan: text,
  sequence: text,
  version: word(...CRYPTOGRAM_VERSIONS),
  atc: bytes,
  data: bytes,
  cryptogram: bytes,
};
const keySupposition = {
  key: number,
  taken: word(...TAKEN_KEYS),
  under: generation,
  ksn: either<Uint8Array, undefined>(isBytes, bytes, always(undefined)),
} as const;

const cardVerification = { cvk: text, pan: text, expiry: text, serviceCode: text } as const;

export const commandForms: CommandForms = {
  formKey: {
    request: record({ components: list(bytes), role: word(...KEY_ROLES), label: text, generation }),
    answer: wrappedKey,
  },
  generateWorkingKeys: {
    request: record({
      tmk: text,
      cipher: word('tdes', 'sm4'),
      pinKeyBytes: keyBytes,
      macKeyBytes: keyBytes,
      macAlgorithm: word(...MAC_ALGORITHMS),
      withTrackKey: flag,
    }),
    answer: record({ pinKey: transportedKey, macKey: transportedKey, trackKey: optionalKey }),
  },
  verifyMac: { request: record({ key: text, data: bytes, mac: bytes, method: macMethod }), answer: flag },
  makeMac: { request: record({ key: text, data: bytes, method: macMethod }), answer: bytes },
  decryptTrack2: { request: record({ key: text, packed: bytes, digits: number }), answer: bytes },
  translatePin: {
    request: record({
      from: text,
      to: text,
      pinBlock: bytes,
      pan: text,
      fromFormat: pinBlockFormat,
      toFormat: pinBlockFormat,
    }),
    answer: either(isBytes, bytes, undecodable),
  },
  translateTdesDukptPin: {
    request: record({
      bdk: text,
      ksn: bytes,
      to: text,
      pinBlock: bytes,
      pan: text,
      fromFormat: pinBlockFormat,
      toFormat: pinBlockFormat,
    }),
    answer: either(isBytes, bytes, undecodable),
  },
  translateSm4Pin: {
    request: record({ from: text, to: text, pinBlock: bytes, pan: text }),
    answer: either(isBytes, bytes, undecodable),
  },
  translateDukptPin: {
    request: record({ from: dukptKey, to: text, pinBlock: bytes, pan: text }),
    answer: either(isBytes, bytes, undecodable),
  },
  verifyDukptMac: {
    request: record({ key: dukptKey, data: bytes, mac: bytes, method: macMethod }),
    answer: flag,
  },
  makeDukptMac: { request: record({ key: dukptKey, data: bytes, method: macMethod }), answer: bytes },
  makeTerminalKey: { request: record({ role: terminalKeyRole, label: text }), answer: wrappedKey },
  handOverTerminalKey: {
    request: record({ role: terminalKeyRole, label: text, generation: number, publicKey: bytes }),
    answer: record({ block: text, kcv: text, ephemeralKey: bytes, transport: text }),
  },
  beginKeyComponents: {
    request: record({ label: text, role: componentKeyRole, generation: number, components: componentCount }),
    answer: record({ publicKey: bytes }),
  },
  enterKeyComponent: {
    request: record({ label: text, officer: text, checkValue: text, ephemeralKey: bytes, sealed: bytes }),
    answer: record({ checkValue: text, entered: number, wanted: number, key: formedKey }),
  },
  makeZonePinKey: {
    request: record({ zoneMaster: text, label: text, generation: number }),
    answer: record({ block: text, kcv: text, transport: text }),
  },
  importZonePinKey: {
    request: record({ zoneMaster: text, label: text, generation: number, transport: text }),
    answer: wrappedKey,
  },
  verifyPin: {
    request: record({
      zpk: text,
      pvk: text,
      pinBlock: bytes,
      pan: text,
      reference: pinReference,
      format: pinBlockFormat,
    }),
    answer: word('match', 'mismatch', 'undecodable'),
  },
  changePin: {
    request: record({
      zpk: text,
      pvk: text,
      oldPinBlock: bytes,
      newPinBlock: bytes,
      pan: text,
      reference: pinReference,
      format: pinBlockFormat,
    }),
    answer: record({ result: word(...PIN_CHANGE_RESULTS), value: text }),
  },
  makePinEntryKey: {
    request: record({ label: text }),
    answer: record({ block: text, kcv: text, publicKey: bytes }),
  },
  setPin: {
    request: record({
      key: text,
      ephemeralKey: bytes,
      sealed: bytes,
      nonce: bytes,
      at: number,
      pan: text,
      pvk: text,
      reference: pinReference,
    }),
    answer: record({ result: word(...PIN_CHANGE_RESULTS), value: text }),
  },
  matchMac: {
    request: record({
      keys: list(text),
      inputs: list(bytes),
      mac: bytes,
      suppositions: list(record<MacSupposition>({ ...keySupposition, input: number, method: macMethod })),
    }),
    answer: list(number),
  },
  matchPinBlock: {
    request: record({
      keys: list(text),
      pans: list(text),
      pinBlock: bytes,
      suppositions: list(
        record<PinSupposition>({
          ...keySupposition,
          pan: number,
          format: word(...SUPPOSED_FORMATS),
          cipher: word('tdes', 'sm4', 'aes'),
        }),
      ),
    }),
    answer: list(number),
  },
  verifyArqc: { request: record(chipCryptogram), answer: flag },
  makeArpc: {
    request: record({
      ...chipCryptogram,
      ...{ arc: text, approved: flag, method: optionalMethod, csu: optionalBytes },
    }),
    answer: bytes,
  },
  makeCvv: { request: record(cardVerification), answer: text },
  verifyCvv: { request: record({ ...cardVerification, cvv: text }), answer: flag },
  keyCheckValue: { request: record({ key: text }), answer: text },
  sealPan: { request: text, answer: bytes },
  openPan: { request: bytes, answer: text },
  panHash: { request: text, answer: bytes },
  contentHash: { request: bytes, answer: bytes },
  status: {
    request: always(undefined),
    answer: record({ lmkCheckValue: text, otherLmks: list(text), software: always(true as const) }),
  },
  beginLmk: { request: record({ components: componentCount }), answer: record({ publicKey: bytes }) },
  enterLmkComponent: {
    request: record({ officer: text, checkValue: text, ephemeralKey: bytes, sealed: bytes }),
    answer: record({ checkValue: text, entered: number, wanted: number, total: text }),
  },
  activateLmk: { request: record({ checkValue: text }), answer: nothing },
  rewrapKey: { request: record({ block: text }), answer: record({ block: text }) },
  retireLmk: { request: record({ checkValue: text }), answer: nothing },
};

export const COMMAND_NAMES: readonly CommandName[] = Object.keys(commandForms) as CommandName[];
