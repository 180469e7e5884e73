// Downloads: the terminal's parameters, the keys of the certification authorities and the chip applications. A
// list comes in parts as long as field 62 allows; the terminal says how many entries it has.

import { fromHex } from '@tillgate/iso8583';
import {
  type DownloadPart,
  formatAids,
  formatF62Parameters,
  formatF62Part,
  formatKeyNames,
  parseAids,
  parseF62Query,
  parseKeyNames,
} from '@tillgate/pos-protocol';
import type { Downloads, Unit } from '../store/index.js';
import { record } from './record.js';
import { type Identified, type Outcome, type Refusal, refuse } from './request.js';

/** Entries of a list in one answer: 16 key names take 16 times 13 bytes of the 512 that field 62 has. */
const ENTRIES_IN_A_PART = 16;

const NOTHING: DownloadPart = { progress: 'none', objects: new Uint8Array(0) };

/** Which requests of the header's digit 6 a download fulfils. */
const FULFILS: Readonly<Record<string, string>> = {
  'parameter-download': '1',
  'public-key-end': '4',
  'chip-application-end': '5',
};

export function downloadUnit(downloads: Downloads, request: Identified): Unit<Outcome> | Refusal {
  const answer = answerTo(downloads, request);
  if (answer === undefined) return refuse('message.format', { field: '62', offset: 0 });
  return {
    load: { terminalId: request.terminalId, panHash: undefined, identities: [] },
    decide: (draft) => {
      const terminal = draft.terminal(request.terminalId);
      if (terminal && terminal.centre_request === FULFILS[request.kind ?? '']) {
        draft.putTerminal({ ...terminal, centre_request: '0', version: terminal.version + 1 });
      }
      const figures = { bytes: answer?.length ?? 0 };
      const outcome = record(draft, request, { state: 'done', reason: 'done', figures });
      return { ...outcome, download: answer ?? undefined };
    },
  };
}

/** Field 62 of the answer: null for none, undefined when the request does not say what it wants. */
function answerTo(downloads: Downloads, request: Identified): Uint8Array | null | undefined {
  const asked = request.envelope.message.bytes(62) ?? new Uint8Array(0);
  const { publicKeys, chipApplications } = downloads;
  switch (request.kind) {
    case 'parameter-download':
      return parametersOf(request);
    case 'public-key-query':
      return listPart(asked, publicKeys, (keys) =>
        formatKeyNames(keys.map(({ rid, key_index }) => ({ rid, index: key_index }))),
      );
    case 'chip-application-query':
      return listPart(asked, chipApplications, (applications) =>
        formatAids(applications.map(({ aid }) => aid)),
      );
    case 'public-key-download': {
      const name = parseKeyNames(asked)?.[0];
      return (
        name && entryPart(publicKeys.find((key) => key.rid === name.rid && key.key_index === name.index))
      );
    }
    case 'chip-application-download': {
      const aid = parseAids(asked)?.[0];
      return aid === undefined ? undefined : entryPart(chipApplications.find((one) => one.aid === aid));
    }
    default:
      return null;
  }
}

function listPart<Entry>(
  asked: Uint8Array,
  entries: readonly Entry[],
  format: (entries: readonly Entry[]) => Uint8Array,
): Uint8Array | undefined {
  const received = parseF62Query(asked);
  if (received === undefined) return undefined;
  const part = entries.slice(received, received + ENTRIES_IN_A_PART);
  if (part.length === 0) return formatF62Part(NOTHING);
  const progress = received + part.length < entries.length ? 'more' : 'complete';
  return formatF62Part({ progress, objects: format(part) });
}

function entryPart(entry: { readonly fields: string } | undefined): Uint8Array {
  const objects = entry && fromHex(entry.fields);
  return formatF62Part(objects ? { progress: 'complete', objects } : NOTHING);
}

function parametersOf({ merchant }: Identified): Uint8Array {
  return formatF62Parameters({
    answerTimeoutSeconds: '60',
    reversalTriesPerTurn: '3',
    tipsAllowed: '1',
    tipLimitPercent: '20',
    manualEntryAllowed: '1',
    merchantName: merchant.name_zh,
    journalLimit: '500',
    contactlessNoPinLimitMinor: String(merchant.no_pin_limit_minor),
  });
}
