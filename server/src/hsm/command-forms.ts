// Request and answer of every command as packed forms, in the order in which commands are numbered
// between the client and the worker.

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

type CommandForms = {
  readonly [C in CommandName]: {
    readonly request: Form<CommandRequest<C>>;
    readonly answer: Form<CommandAnswer<C>>;
  };
};

const undecodable = always('undecodable' as const);
const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

const wrappedKey = record<WrappedKey>({ block: text, kcv: text });
const transportedKey = record<TransportedKey>({ block: text, kcv: text, underTmk: bytes, kcvBytes: bytes });
const optionalKey = either<TransportedKey, undefined>(
  (value): value is TransportedKey => value !== undefined,
  transportedKey,
  always(undefined),
);

const dukptKey = record<DukptKey>({ initialKey: text, ksn: bytes });
const terminalKeyRole = word('tmk', 'tmk-sm4', 'dukpt-initial');

const macMethod = record<MacMethod>({
  algorithm: word(...MAC_ALGORITHMS),
  encoding: word('hex', 'raw'),
  letterCase: word('upper', 'lower'),
});
const keyBytes: Form<8 | 16> = {
  write: (to, value) => to.byte(value),
  read: (from) => (from.byte() === 8 ? 8 : 16),
};

type VisaReference = Extract<PinReference, { method: 'visa-pvv' }>;
type IbmReference = Extract<PinReference, { method: 'ibm-3624' }>;
const pinReference = either<VisaReference, IbmReference>(
  (value): value is VisaReference => value.method === 'visa-pvv',
  record<VisaReference>({ method: always('visa-pvv'), pvki: number, pvv: text }),
  record<IbmReference>({ method: always('ibm-3624'), offset: text, decimalisationTable: text }),
);

export const commandForms: CommandForms = {
  formKey: {
    request: record({ components: list(bytes), role: word(...KEY_ROLES), label: text }),
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
    request: record({ from: text, to: text, pinBlock: bytes, pan: text }),
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
    request: record({ role: terminalKeyRole, label: text, publicKey: bytes }),
    answer: record({ block: text, kcv: text, ephemeralKey: bytes, transport: text }),
  },
  verifyPin: {
    request: record({ zpk: text, pvk: text, pinBlock: bytes, pan: text, reference: pinReference }),
    answer: word('match', 'mismatch', 'undecodable'),
  },
  sealPan: { request: text, answer: bytes },
  openPan: { request: bytes, answer: text },
  panHash: { request: text, answer: bytes },
  contentHash: { request: bytes, answer: bytes },
  status: {
    request: always(undefined),
    answer: record({ lmkCheckValue: text, software: always(true as const) }),
  },
};

export const COMMAND_NAMES: readonly CommandName[] = Object.keys(commandForms) as CommandName[];
