// One field of a JSON spec of moov-io/iso8583: its type, encoding, prefix and padding, and its subfields, by
// position, tag or bitmap.

import type { Encoding, Fill, Kind, PartSpec, Prefix, Subfields } from '../spec.js';
import { fixed } from '../spec.js';
import { defaultMask } from './default-masks.js';
import { ImportFault, type NotCarriedOver, shortened } from './import-fault.js';
import { areCharacters } from './jpos-xml.js';
import type { JsonNode } from './json-reader.js';

/** A field as the file has it, checked for the types of what it says. */
export interface FieldNode {
  readonly line: number;
  readonly type: string;
  readonly length: number;
  readonly description: string;
  readonly enc: string;
  readonly prefix: string;
  readonly padding: { readonly type: string; readonly pad: string } | undefined;
  readonly tag: { readonly length: number; readonly enc: string } | undefined;
  readonly bitmap: FieldNode | undefined;
  readonly subfields: ReadonlyMap<string, FieldNode> | undefined;
  readonly expands: boolean;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...['type', 'length', 'description', 'enc', 'prefix', 'padding', 'tag', 'bitmap', 'subfields'],
  'disableAutoExpand',
]);

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ['ASCII', 'ascii'],
  ['BCD', 'bcd'],
  ['LBCD', 'bcd'],
  ['EBCDIC', 'ebcdic'],
  ['EBCDIC1047', 'ebcdic-1047'],
  ['Binary', 'binary'],
  ['HexToASCII', 'hex'],
]);

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['String', 'ans'],
  ['Numeric', 'n'],
  ['Binary', 'b'],
  ['Hex', 'b'],
  ['Track1', 'ans'],
  ['Track2', 'z'],
  ['Track3', 'z'],
]);

const PREFIX_ENCODINGS: ReadonlyMap<string, Prefix['encoding']> = new Map([
  ['ASCII', 'ascii'],
  ['BCD', 'bcd'],
  ['EBCDIC', 'ebcdic'],
  ['Binary', 'binary'],
]);

/** Reads one field of the file. Throws an ImportFault for a value of the wrong type. */
export function fieldNode(node: JsonNode, path: string, lost: NotCarriedOver[]): FieldNode {
  const { line } = node;
  const entries = objectOf(node, `field ${path}`);
  for (const name of entries.keys()) {
    if (!KNOWN.has(name)) lost.push(loss(line, path, shortened(name), 'it has no counterpart'));
  }
  const tag = entries.get('tag');
  const bitmap = entries.get('bitmap');
  const padding = entries.get('padding');
  const subfields = entries.get('subfields');
  return {
    ...{ line, type: text(entries, 'type'), length: wholeNumber(entries, 'length') },
    ...{
      description: text(entries, 'description'),
      enc: text(entries, 'enc'),
      prefix: text(entries, 'prefix'),
    },
    padding: padding && paddingOf(objectOf(padding, 'padding')),
    tag: tag && tagOf(objectOf(tag, 'tag'), tag.line, path, lost),
    bitmap: bitmap && fieldNode(bitmap, `${path}.bitmap`, lost),
    subfields: subfields && subfieldNodes(subfields, path, lost),
    expands: entries.get('disableAutoExpand')?.value !== true,
  };
}

function subfieldNodes(node: JsonNode, path: string, lost: NotCarriedOver[]): ReadonlyMap<string, FieldNode> {
  const entries = [...objectOf(node, `the subfields of ${path}`)];
  return new Map(entries.map(([id, child]) => [id, fieldNode(child, `${path}.${shortened(id)}`, lost)]));
}

function objectOf({ value, line }: JsonNode, what: string): ReadonlyMap<string, JsonNode> {
  if (value instanceof Map) return value as ReadonlyMap<string, JsonNode>;
  throw new ImportFault(line, `expected an object: ${what}`);
}

function text(entries: ReadonlyMap<string, JsonNode>, name: string): string {
  const node = entries.get(name);
  if (node === undefined) return '';
  if (typeof node.value !== 'string') throw new ImportFault(node.line, `expected a text: ${name}`);
  return node.value;
}

function wholeNumber(entries: ReadonlyMap<string, JsonNode>, name: string): number {
  const node = entries.get(name);
  if (node === undefined) return 0;
  if (typeof node.value === 'number' && Number.isInteger(node.value) && node.value >= 0) return node.value;
  throw new ImportFault(node.line, `expected a whole number from 0 on: ${name}`);
}

function paddingOf(entries: ReadonlyMap<string, JsonNode>): NonNullable<FieldNode['padding']> {
  return { type: text(entries, 'type'), pad: text(entries, 'pad') };
}

function tagOf(
  entries: ReadonlyMap<string, JsonNode>,
  line: number,
  path: string,
  lost: NotCarriedOver[],
): NonNullable<FieldNode['tag']> {
  for (const name of ['padding', 'prefUnknownTLV']) {
    if (entries.has(name))
      lost.push(loss(line, path, `tag.${name}`, 'tags stand as they are, all in one length form'));
  }
  return { length: wholeNumber(entries, 'length'), enc: text(entries, 'enc') };
}

function loss(line: number, path: string, what: string, why: string): NotCarriedOver {
  return { where: `line ${line}, field ${path}`, what, why };
}

/** The field as a line of a spec; undefined when its wire form has no counterpart, which is then listed. */
export function moovField(node: FieldNode, path: string, lost: NotCarriedOver[]): PartSpec | undefined {
  const prefix = prefixOf(node, path, lost);
  if (prefix === undefined) return undefined;
  const mask = defaultMask(path);
  const name = node.description === '' ? `field ${path}` : node.description;
  const front = { name: { zh: name, en: name }, length: node.length, prefix, ...(mask && { mask }) };
  if (node.subfields !== undefined && node.subfields.size > 0) {
    const subfields = subfieldsOf(node, path, lost);
    if (subfields === undefined) return undefined;
    // Parts in characters are cut from a text; any other form makes the field one of bytes.
    const asText = subfields.form === 'positional' && areCharacters(subfields);
    const wire = asText
      ? ({ kind: 'ans', encoding: 'ascii' } as const)
      : ({ kind: 'b', encoding: 'binary' } as const);
    return { ...front, ...wire, subfields };
  }
  const kind = KINDS.get(node.type);
  const encoding = ENCODINGS.get(node.enc);
  if (kind === undefined || encoding === undefined) {
    lost.push(
      loss(
        node.line,
        path,
        shortened(`${node.type} in ${node.enc}`),
        'no such wire form; the field is left out',
      ),
    );
    return undefined;
  }
  const fill = fillOf(node, prefix, path, lost);
  return {
    ...front,
    ...{ kind: kindIn(kind, encoding), encoding },
    ...(node.enc === 'BCD' && { padNibble: 'before' as const }),
    ...(fill && { fill }),
  };
}

/** A text two digits to a byte holds digits; bytes are bytes whatever they are called. */
function kindIn(kind: Kind, encoding: Encoding): Kind {
  if (encoding === 'binary' || encoding === 'hex') return 'b';
  if (encoding === 'bcd') return kind === 'z' ? 'z' : 'n';
  return kind === 'b' ? 'ans' : kind;
}

/** Parts behind a BER-TLV tag have no prefix of their own. */
function prefixOf({ prefix, line }: FieldNode, path: string, lost: NotCarriedOver[]): Prefix | undefined {
  const [name = '', length = ''] = prefix.split('.');
  if (length === 'Fixed' || prefix === 'BerTLV') return fixed;
  const encoding = PREFIX_ENCODINGS.get(name);
  if (encoding !== undefined && /^L{1,6}$/.test(length)) {
    return { digits: length.length as Prefix['digits'], encoding };
  }
  lost.push(loss(line, path, `prefix ${shortened(prefix)}`, 'no such length form; the field is left out'));
  return undefined;
}

function fillOf(
  { padding, line }: FieldNode,
  prefix: Prefix,
  path: string,
  lost: NotCarriedOver[],
): Fill | undefined {
  if (padding === undefined || padding.type === 'None') return undefined;
  const side = padding.type === 'Left' ? 'before' : padding.type === 'Right' ? 'after' : undefined;
  if (prefix.digits === 0 && side !== undefined && (padding.pad === '0' || padding.pad === ' ')) {
    return { side, with: padding.pad };
  }
  lost.push(loss(line, path, 'padding', 'only fixed fields are filled up, with zeros or spaces'));
  return undefined;
}

function subfieldsOf(node: FieldNode, path: string, lost: NotCarriedOver[]): Subfields | undefined {
  const parts: Record<string, PartSpec> = {};
  const positional = node.bitmap === undefined && (node.tag === undefined || node.tag.enc === '');
  let position = 0;
  for (const [id, child] of inOrder(node.subfields!)) {
    position += 1;
    const key = positional ? String(position) : id;
    const part = moovField(child, `${path}.${key}`, lost);
    if (part === undefined) return undefined;
    const isUnbounded = node.tag?.enc === 'BerTLVTag' && part.length === 0;
    parts[key] = isUnbounded ? { ...part, length: Math.max(1, node.length) } : part;
  }
  if (positional) return { form: 'positional', parts };
  if (node.bitmap !== undefined) return bitmapped(node.bitmap, parts, path, lost);
  return node.tag!.enc === 'BerTLVTag'
    ? { form: 'ber-tlv', parts }
    : tagged(node, node.tag!, parts, path, lost);
}

function inOrder(subfields: ReadonlyMap<string, FieldNode>): [string, FieldNode][] {
  const byNumber = [...subfields.keys()].every((id) => /^[0-9]+$/.test(id));
  return byNumber ? [...subfields].sort(([left], [right]) => Number(left) - Number(right)) : [...subfields];
}

function bitmapped(
  { enc, length, line }: FieldNode,
  parts: Record<string, PartSpec>,
  path: string,
  lost: NotCarriedOver[],
): Subfields | undefined {
  if (enc === 'Binary' || enc === 'HexToASCII') {
    return {
      form: 'bitmapped',
      bitmap: { encoding: enc === 'Binary' ? 'binary' : 'hex', bits: length * 8 },
      parts,
    };
  }
  lost.push(loss(line, path, `a bitmap in ${shortened(enc)}`, 'no such bitmap; the field is left out'));
  return undefined;
}

function tagged(
  { line }: FieldNode,
  { length, enc }: NonNullable<FieldNode['tag']>,
  parts: Record<string, PartSpec>,
  path: string,
  lost: NotCarriedOver[],
): Subfields | undefined {
  const prefixes = new Set(
    Object.values(parts).map(({ prefix = fixed }) => `${prefix.encoding} ${prefix.digits}`),
  );
  const prefix = Object.values(parts)[0]?.prefix ?? fixed;
  const encoding = enc === 'ASCII' ? 'ascii' : enc === 'EBCDIC' ? 'ebcdic' : 'binary';
  if (prefixes.size === 1 && prefix.digits > 0 && /^(?:ASCII|EBCDIC|Binary|ASCIIToHex)$/.test(enc)) {
    return { form: 'tagged', tag: { length, encoding }, prefix, parts };
  }
  const why = 'tags are characters or bytes, and all parts share one length form; the field is left out';
  lost.push(loss(line, path, `parts by tags in ${shortened(enc)}`, why));
  return undefined;
}
