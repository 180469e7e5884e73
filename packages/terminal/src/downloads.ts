// What the terminal gets from the host: parameters in one message; CA public keys and chip applications as a
// list and then one by one, each part stored, so that a cut costs at most one message.

import { fromHex, type Message, toHex } from '@tillgate/iso8583';
import {
  formatAids,
  formatF62Query,
  formatKeyNames,
  type MessageKind,
  parseAids,
  parseCaPublicKey,
  parseChipApplication,
  parseF62Parameters,
  parseF62Part,
  parseKeyNames,
} from '@tillgate/pos-protocol';
import type { Reply, TerminalCore } from './core.js';
import type { DownloadProgress, DownloadStep, DownloadSubject } from './download-progress.js';
import { details, refusalOf, send } from './management.js';
import { answered, failed, type Outcome } from './outcome.js';
import { managementMessage } from './requests.js';
import type { TerminalState } from './state.js';

interface Subject {
  readonly kinds: Readonly<Record<DownloadStep, MessageKind>>;
  /** 60.3. */
  readonly networkCodes: Readonly<Record<DownloadStep, string>>;
  /** The entries of a list as F62 of their fetches; undefined when this is none. */
  readonly namesOf: (objects: Uint8Array) => readonly Uint8Array[] | undefined;
  readonly isItem: (objects: Uint8Array) => boolean;
  readonly installed: (items: readonly string[]) => Partial<TerminalState>;
}

const subjects: Readonly<Record<DownloadSubject, Subject>> = {
  'public-keys': {
    kinds: { query: 'public-key-query', fetch: 'public-key-download', end: 'public-key-end' },
    networkCodes: { query: '372', fetch: '370', end: '371' },
    namesOf: (objects) => parseKeyNames(objects)?.map((name) => formatKeyNames([name])),
    isItem: (objects) => parseCaPublicKey(objects) !== undefined,
    installed: (publicKeys) => ({ publicKeys }),
  },
  'chip-applications': {
    kinds: {
      ...{ query: 'chip-application-query', fetch: 'chip-application-download' },
      end: 'chip-application-end',
    },
    networkCodes: { query: '382', fetch: '380', end: '381' },
    namesOf: (objects) => parseAids(objects)?.map((aid) => formatAids([aid])),
    isItem: (objects) => parseChipApplication(objects) !== undefined,
    installed: (chipApplications) => ({ chipApplications }),
  },
};

/** Lists longer than this are a fault of the host's. */
const NAMES_MAX = 99;

/** Goes on where a download of the same subject was cut; the new ones are in force when all have come. */
export async function download(core: TerminalCore, subject: DownloadSubject): Promise<Outcome> {
  if (core.state.download?.subject !== subject) {
    await core.save({ download: { subject, step: 'query', names: [], items: [] } });
  }
  const { kinds } = subjects[subject];
  for (;;) {
    const progress = core.state.download;
    if (progress === undefined) return answered(kinds.end, 'approved', '00');
    const message = requestOf(core, progress);
    const reply = await send(core, message);
    const refusal = refusalOf(kinds[progress.step], reply);
    if (refusal !== undefined) return refusal;
    const next = afterAnswer(progress, (reply as Reply & { type: 'answer' }).answer);
    if (next === undefined) {
      // Begin anew next time: what has come so far may be as wrong as this.
      await core.save({ download: undefined });
      return failed(kinds[progress.step], 'download-unreadable');
    }
    await core.save(next);
  }
}

function requestOf(core: TerminalCore, { subject, step, names, items }: DownloadProgress): Message {
  const { kinds, networkCodes } = subjects[subject];
  const message = managementMessage(kinds[step], core.settings, core.state, networkCodes[step]);
  if (step === 'query') return message.set(62, formatF62Query(names.length));
  if (step === 'end') return message;
  return message.set(62, fromHex(names[items.length]!)!);
}

/** What to store after an answer 00; undefined when it cannot be read. */
function afterAnswer(progress: DownloadProgress, answer: Message): Partial<TerminalState> | undefined {
  switch (progress.step) {
    case 'query':
      return afterQuery(progress, answer);
    case 'fetch':
      return afterFetch(progress, answer);
    case 'end':
      return { ...subjects[progress.subject].installed(progress.items), download: undefined };
  }
}

function afterQuery(progress: DownloadProgress, answer: Message): Partial<TerminalState> | undefined {
  const part = parseF62Part(answer.bytes(62) ?? new Uint8Array(0));
  if (part === undefined) return undefined;
  const listed = subjects[progress.subject].namesOf(part.objects);
  const names = [...progress.names, ...(listed ?? []).map((name) => toHex(name))];
  const isStuck = part.progress === 'more' && names.length === progress.names.length;
  if (listed === undefined || isStuck || names.length > NAMES_MAX) return undefined;
  const after = names.length === 0 ? 'end' : 'fetch';
  return { download: { ...progress, names, step: part.progress === 'more' ? 'query' : after } };
}

function afterFetch(progress: DownloadProgress, answer: Message): Partial<TerminalState> | undefined {
  const part = parseF62Part(answer.bytes(62) ?? new Uint8Array(0));
  if (part?.progress !== 'complete' || !subjects[progress.subject].isItem(part.objects)) return undefined;
  const items = [...progress.items, toHex(part.objects)];
  const step = items.length === progress.names.length ? 'end' : 'fetch';
  return { download: { ...progress, items, step } };
}

/** 参数下载: in force at once. */
export async function downloadParameters(core: TerminalCore): Promise<Outcome> {
  const kind = 'parameter-download';
  const message = managementMessage(kind, core.settings, core.state, '360');
  const reply = await send(core, message);
  const refusal = refusalOf(kind, reply);
  if (refusal !== undefined) return refusal;
  const { answer } = reply as Reply & { type: 'answer' };
  const parameters = parseF62Parameters(answer.bytes(62) ?? new Uint8Array(0));
  if (parameters === undefined) return failed(kind, 'download-unreadable');
  await core.save({ parameters: { ...core.state.parameters, ...parameters } });
  return answered(kind, 'approved', '00', details(message, answer));
}
