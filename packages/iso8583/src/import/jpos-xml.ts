// A packager file of jPOS (generic-packager.dtd) as a spec: each `isofield` names its wire form by the name of a
// class, and an `isofieldpackager` has fields inside. What has no counterpart is listed, never guessed.

import { checkSpec } from '../check-spec.js';
import type { BitmapSpec, FieldSpec, Fill, PartSpec, Spec, Subfields } from '../spec.js';
import { fixed } from '../spec.js';
import { defaultMask } from './default-masks.js';
import { type Imported, ImportFault, type NotCarriedOver, shortened } from './import-fault.js';
import { jposClasses } from './jpos-classes-table.js';
import { readXml, type XmlElement } from './xml-reader.js';

const MTI_ENCODINGS: ReadonlyMap<string, Spec['mti']['encoding']> = new Map([
  ['IFA_NUMERIC', 'ascii'],
  ['IFB_NUMERIC', 'bcd'],
  ['IFE_NUMERIC', 'ebcdic'],
]);
const BITMAP_ENCODINGS: ReadonlyMap<string, BitmapSpec['encoding']> = new Map([
  ['IFA_BITMAP', 'hex'],
  ['IFB_BITMAP', 'binary'],
]);

/** Attributes that change nothing on the wire, or that are read below. */
const KNOWN_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['id', 'length', 'name', 'class', 'pad', 'packager', 'emitBitmap', 'maxValidField', 'bitmapField'],
]);

/** Reads the text of a packager file. Throws an ImportFault that names the line when it is none. */
export function importJposPackager(xml: string, name = 'imported from jPOS'): Imported<Spec> {
  const root = readXml(xml);
  if (root.name !== 'isopackager') throw new ImportFault(root.line, 'expected the root element isopackager');
  const lost: NotCarriedOver[] = [];
  const elements = fieldElements(root, lost);
  const mti = elements.get(0);
  const map = elements.get(1);
  if (mti === undefined || map === undefined) {
    throw new ImportFault(root.line, 'expected field 0, the MTI, and field 1, the bitmap');
  }
  const bitmap = bitmapOf(map);
  const fields: Record<number, FieldSpec> = {};
  for (const [number, element] of elements) {
    if (number < 2) continue;
    if (number === 65 && bitmap.bits === 192) continue;
    const field = fieldOf(element, String(number), lost);
    if (field !== undefined) fields[number] = field;
  }
  const mtiEncoding = MTI_ENCODINGS.get(className(mti));
  if (mtiEncoding === undefined)
    throw new ImportFault(mti.line, `an MTI of class ${shortened(className(mti))}`);
  const spec = { name, mti: { encoding: mtiEncoding }, bitmap, fields };
  for (const { field, what } of checkSpec(spec)) {
    const line = elements.get(Number(field.split('.')[0]))?.line ?? root.line;
    throw new ImportFault(line, `field ${field}: ${what}`);
  }
  return { spec, notCarriedOver: lost };
}

function fieldElements(parent: XmlElement, lost: NotCarriedOver[]): Map<number, XmlElement> {
  const elements = new Map<number, XmlElement>();
  for (const child of parent.children) {
    if (child.name !== 'isofield' && child.name !== 'isofieldpackager') {
      lost.push(lossAt(child, '', `element ${shortened(child.name)}`, 'only fields are read'));
      continue;
    }
    const id = wholeNumber(child, 'id');
    if (elements.has(id)) throw new ImportFault(child.line, `field ${id} twice`);
    elements.set(id, child);
  }
  return elements;
}

function wholeNumber(element: XmlElement, attribute: string): number {
  const text = element.attributes.get(attribute) ?? '';
  if (!/^[0-9]{1,6}$/.test(text)) throw new ImportFault(element.line, `expected a number as ${attribute}`);
  return Number(text);
}

function className({ attributes }: XmlElement): string {
  return (attributes.get('class') ?? '').replace(/^org\.jpos\.iso\./, '');
}

function lossAt({ line }: XmlElement, path: string, what: string, why: string): NotCarriedOver {
  return { where: `line ${line}${path === '' ? '' : `, field ${path}`}`, what, why };
}

/** The length counts bytes of the bitmap: 8, 16 or 24. */
function bitmapOf(element: XmlElement): BitmapSpec {
  const encoding = BITMAP_ENCODINGS.get(className(element));
  const bits = wholeNumber(element, 'length') * 8;
  if (encoding === undefined)
    throw new ImportFault(element.line, `a bitmap of class ${shortened(className(element))}`);
  if (bits !== 64 && bits !== 128 && bits !== 192) {
    throw new ImportFault(element.line, 'expected a bitmap of 8, 16 or 24 bytes');
  }
  return { encoding, bits };
}

function fieldOf(element: XmlElement, path: string, lost: NotCarriedOver[]): FieldSpec | undefined {
  const row = jposClasses.get(className(element));
  if (row === undefined) {
    const what = `class ${shortened(className(element))}`;
    lost.push(lossAt(element, path, what, 'its wire form has no counterpart; the field is left out'));
    return undefined;
  }
  for (const attribute of element.attributes.keys()) {
    if (KNOWN_ATTRIBUTES.has(attribute)) continue;
    lost.push(lossAt(element, path, `attribute ${shortened(attribute)}`, 'it has no counterpart'));
  }
  const { attributes } = element;
  const name = attributes.get('name') ?? `field ${path}`;
  // Tracks are declared as numbers, and hold separators all the same.
  const kind = row.kind === 'n' && (path === '35' || path === '36') ? 'z' : row.kind;
  const prefix = row.prefix ?? fixed;
  const fill: Fill = row.kind === 'n' ? { side: 'before', with: '0' } : { side: 'after', with: ' ' };
  const mask = defaultMask(path);
  const field: FieldSpec = {
    ...{ name: { zh: name, en: name }, kind, encoding: row.encoding, prefix },
    length: wholeNumber(element, 'length'),
    ...(row.encoding === 'bcd' && attributes.get('pad') === 'true' && { padNibble: 'before' as const }),
    ...(prefix.digits === 0 && (row.kind === 'n' || row.kind === 'ans') && { fill }),
    ...(mask && { mask }),
  };
  return element.name === 'isofield' ? field : withParts(element, field, path, lost);
}

/** A field with fields inside: one after the other, or announced by a bitmap of their own. */
function withParts(element: XmlElement, field: FieldSpec, path: string, lost: NotCarriedOver[]): FieldSpec {
  const packager = (element.attributes.get('packager') ?? '').replace(/^.*\./, '');
  if (packager !== 'GenericSubFieldPackager' && packager !== 'GenericPackager') {
    const why = 'how it finds the parts is in its code; the field is kept whole';
    lost.push(lossAt(element, path, `packager ${shortened(packager)}`, why));
    return field;
  }
  const elements = fieldElements(element, lost);
  const map = elements.get(0);
  const hasBitmap = map !== undefined && BITMAP_ENCODINGS.has(className(map));
  const parts: Record<string, PartSpec> = {};
  for (const [number, child] of [...elements].sort(([left], [right]) => left - right)) {
    if (hasBitmap && number === 0) continue;
    const id = String(number);
    const part = number === 0 ? undefined : fieldOf(child, `${path}.${id}`, lost);
    if (part === undefined) {
      lost.push(
        lossAt(
          element,
          path,
          'the parts of the field',
          'one of them has no counterpart; the field is kept whole',
        ),
      );
      return field;
    }
    parts[id] = part;
  }
  const subfields: Subfields = hasBitmap
    ? {
        form: 'bitmapped',
        bitmap: { encoding: BITMAP_ENCODINGS.get(className(map))!, bits: wholeNumber(map, 'length') * 8 },
        parts,
      }
    : { form: 'positional', parts };
  return inBytesUnlessText(field, subfields);
}

/** Parts in characters are cut from a text; any other form makes the field one of bytes. */
function inBytesUnlessText(field: FieldSpec, subfields: Subfields): FieldSpec {
  const isText = field.encoding === 'ascii' && subfields.form === 'positional' && areCharacters(subfields);
  if (isText) return { ...field, subfields };
  const { padNibble: _padNibble, fill: _fill, ...rest } = field;
  return { ...rest, kind: 'b', encoding: 'binary', subfields };
}

export function areCharacters({ parts }: Subfields): boolean {
  return Object.values(parts).every(
    ({ encoding, prefix = fixed, subfields }) =>
      encoding === 'ascii' &&
      (prefix.digits === 0 || prefix.encoding === 'ascii') &&
      (subfields === undefined || areCharacters(subfields)),
  );
}
