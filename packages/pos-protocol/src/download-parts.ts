// F62 of the downloads of CA public keys and chip applications (60.3 = 37x, 38x): a first character that says
// whether more is to come, then EMV data objects.

import { readTlv, type Tlv, writeTlv } from '@tillgate/emv';
import { fromHex, toHex } from '@tillgate/iso8583';

/** First character: 0 nothing there, 1 this completes it, 2 more to come. */
export type DownloadProgress = 'none' | 'complete' | 'more';

export interface DownloadPart {
  readonly progress: DownloadProgress;
  /** Empty with `none`. */
  readonly objects: Uint8Array;
}

const progresses: readonly DownloadProgress[] = ['none', 'complete', 'more'];
const ZERO = 0x30;

export function formatF62Part({ progress, objects }: DownloadPart): Uint8Array {
  return Uint8Array.from([ZERO + progresses.indexOf(progress), ...objects]);
}

export function parseF62Part(bytes: Uint8Array): DownloadPart | undefined {
  const progress = progresses[(bytes[0] ?? 0) - ZERO];
  if (progress === undefined || (progress === 'none') !== (bytes.length === 1)) return undefined;
  return { progress, objects: bytes.slice(1) };
}

const QUERY_TYPE = '1';

/** F62 of a query (372, 382): `1`, then as two digits how many entries of the list have arrived. */
export function formatF62Query(received: number): Uint8Array {
  if (!Number.isInteger(received) || received < 0 || received > 99) {
    throw new RangeError('a list has 0 to 99 entries');
  }
  const text = QUERY_TYPE + String(received).padStart(2, '0');
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** How many entries have arrived; undefined when this is no query. */
export function parseF62Query(bytes: Uint8Array): number | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 4));
  return bytes.length === 3 && /^1[0-9]{2}$/.test(text) ? Number(text.slice(1)) : undefined;
}

/** Names a key: registered application provider and index. */
export interface PublicKeyName {
  /** Ten hexadecimal digits. */
  readonly rid: string;
  /** Two hexadecimal digits. */
  readonly index: string;
}

/** Data objects of a key, by tag: DF05 expiry, DF06 hash, DF07 algorithm, DF02 modulus, DF04 exponent, DF03 check. */
export interface CaPublicKey extends PublicKeyName {
  readonly objects: ReadonlyMap<string, Uint8Array>;
}

/** An application of the terminal: its AID in hexadecimal, and limits, TACs and defaults by tag. */
export interface ChipApplication {
  readonly aid: string;
  readonly objects: ReadonlyMap<string, Uint8Array>;
}

const RID = '9F06';
const INDEX = '9F22';

/** The list that a query answers, and what a fetch asks for: 9F06 and 9F22 of each key. */
export function formatKeyNames(names: readonly PublicKeyName[]): Uint8Array {
  return writeTlv(
    names.flatMap(({ rid, index }) => [[RID, hexBytes(rid)] as const, [INDEX, hexBytes(index)] as const]),
  );
}

export function parseKeyNames(bytes: Uint8Array): readonly PublicKeyName[] | undefined {
  const groups = groupsOf(bytes);
  const names = groups?.map((group) => keyNameOf(group));
  return names?.every((name) => name !== undefined) ? names : undefined;
}

/** 9F06 of each application. */
export function formatAids(aids: readonly string[]): Uint8Array {
  return writeTlv(aids.map((aid) => [RID, hexBytes(aid)] as const));
}

export function parseAids(bytes: Uint8Array): readonly string[] | undefined {
  const groups = groupsOf(bytes);
  return groups?.every((group) => group.length === 1) ? groups.map(([aid]) => toHex(aid!.value)) : undefined;
}

/** One whole key: 9F06, 9F22, then its objects. */
export function formatCaPublicKey({ rid, index, objects }: CaPublicKey): Uint8Array {
  return writeTlv([[RID, hexBytes(rid)], [INDEX, hexBytes(index)], ...objects]);
}

export function parseCaPublicKey(bytes: Uint8Array): CaPublicKey | undefined {
  const groups = groupsOf(bytes);
  const name = groups?.length === 1 ? keyNameOf(groups[0]!.slice(0, 2)) : undefined;
  return name && { ...name, objects: objectsOf(groups![0]!.slice(2)) };
}

/** One whole application: 9F06, then its objects. */
export function formatChipApplication({ aid, objects }: ChipApplication): Uint8Array {
  return writeTlv([[RID, hexBytes(aid)], ...objects]);
}

export function parseChipApplication(bytes: Uint8Array): ChipApplication | undefined {
  const groups = groupsOf(bytes);
  if (groups?.length !== 1) return undefined;
  const [aid, ...objects] = groups[0]!;
  return { aid: toHex(aid!.value), objects: objectsOf(objects) };
}

/** Data objects in groups, each from one 9F06 to the next; undefined for bytes that are none. */
function groupsOf(bytes: Uint8Array): Tlv[][] | undefined {
  const { items, problems } = readTlv(bytes);
  if (problems.length > 0 || (items[0] !== undefined && items[0].tag !== RID)) return undefined;
  const groups: Tlv[][] = [];
  for (const item of items) {
    if (item.tag === RID) groups.push([item]);
    else groups.at(-1)!.push(item);
  }
  return groups;
}

function keyNameOf([rid, index, ...more]: readonly Tlv[]): PublicKeyName | undefined {
  if (rid?.value.length !== 5 || index?.tag !== INDEX || index.value.length !== 1 || more.length > 0) {
    return undefined;
  }
  return { rid: toHex(rid.value), index: toHex(index.value) };
}

function objectsOf(items: readonly Tlv[]): ReadonlyMap<string, Uint8Array> {
  return new Map(items.map(({ tag, value }) => [tag, value]));
}

function hexBytes(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new RangeError('not hexadecimal');
  return bytes;
}
