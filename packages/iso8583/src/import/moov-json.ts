// A JSON spec of moov-io/iso8583 as a spec: each field has a type, an encoding, a prefix and perhaps subfields.
// What has no counterpart is listed, never guessed.

import { checkSpec } from '../check-spec.js';
import type { BitmapSpec, FieldSpec, PartSpec, Spec } from '../spec.js';
import { type Imported, ImportFault, type NotCarriedOver } from './import-fault.js';
import { type JsonNode, readJson } from './json-reader.js';
import { type FieldNode, fieldNode, moovField } from './moov-field.js';

const MTI_ENCODINGS: ReadonlyMap<string, Spec['mti']['encoding']> = new Map([
  ['ASCII', 'ascii'],
  ['BCD', 'bcd'],
  ['LBCD', 'bcd'],
  ['EBCDIC', 'ebcdic'],
  ['EBCDIC1047', 'ebcdic'],
]);

/** Reads the text of a JSON spec. Throws an ImportFault that names the line when it is none. */
export function importMoovSpec(json: string): Imported<Spec> {
  const root = readJson(json);
  const lost: NotCarriedOver[] = [];
  const elements = fieldNodes(root, lost);
  const mti = elements.get(0);
  const map = elements.get(1);
  if (mti === undefined || map === undefined) {
    throw new ImportFault(root.line, 'expected field 0, the MTI, and field 1, the bitmap');
  }
  const encoding = MTI_ENCODINGS.get(mti.enc);
  if (encoding === undefined) throw new ImportFault(mti.line, `an MTI encoded as ${mti.enc}`);
  const fields: Record<number, FieldSpec> = {};
  const bitmap = bitmapOf(map, [...elements.keys()]);
  for (const [number, node] of elements) {
    const field = number < 2 ? undefined : moovField(node, String(number), lost);
    if (field !== undefined) fields[number] = fixedPrefix(field);
  }
  const name = root.value instanceof Map ? root.value.get('name')?.value : undefined;
  const spec = { name: typeof name === 'string' ? name : 'imported', mti: { encoding }, bitmap, fields };
  for (const { field, what } of checkSpec(spec)) {
    const line = elements.get(Number(field.split('.')[0]))?.line ?? root.line;
    throw new ImportFault(line, `field ${field}: ${what}`);
  }
  return { spec, notCarriedOver: lost };
}

function fixedPrefix(field: PartSpec): FieldSpec {
  return { prefix: { digits: 0, encoding: 'bcd' }, ...field };
}

function fieldNodes(root: JsonNode, lost: NotCarriedOver[]): Map<number, FieldNode> {
  const fields = root.value instanceof Map ? root.value.get('fields') : undefined;
  if (!(fields?.value instanceof Map)) throw new ImportFault(root.line, 'expected an object with fields');
  const elements = new Map<number, FieldNode>();
  for (const [id, node] of fields.value as ReadonlyMap<string, JsonNode>) {
    if (!/^[0-9]{1,3}$/.test(id)) throw new ImportFault(node.line, 'a field whose name is no number');
    if (elements.has(Number(id))) throw new ImportFault(node.line, `field ${Number(id)} twice`);
    elements.set(Number(id), fieldNode(node, id, lost));
  }
  return elements;
}

/** The bitmap grows with the fields that are there, unless the file says that it does not. */
function bitmapOf({ enc, line, expands }: FieldNode, numbers: readonly number[]): BitmapSpec {
  const encoding = enc === 'Binary' ? 'binary' : enc === 'HexToASCII' ? 'hex' : undefined;
  if (encoding === undefined) throw new ImportFault(line, `a bitmap encoded as ${enc}`);
  const highest = Math.max(...numbers);
  if (!expands) return { encoding, bits: 64 };
  return { encoding, bits: highest > 128 ? 192 : 128 };
}
