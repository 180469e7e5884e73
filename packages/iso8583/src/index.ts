// The door of the codec: messages, specs, unpack and pack, and their masked printed forms (ISO 8583:1987).

export { type Annotation, type AnnotationPart, annotate, annotatedHex } from './annotate.js';
export { describe, type FieldView, maskedHex } from './describe.js';
export { maskDigits, maskPan, maskWhole } from './mask.js';
export { Message } from './message.js';
export { fromHex, packNibbles, toHex, unpackNibbles } from './nibbles.js';
export { pack } from './pack.js';
export { type ByteRange, PackFault, type Problem } from './problem.js';
export {
  type BerTlv,
  type Bitmapped,
  type BitmapSpec,
  type Encoding,
  type FieldName,
  type FieldSpec,
  type Fill,
  fixed,
  type Kind,
  llAscii,
  llBcd,
  lllAscii,
  lllBcd,
  type Mask,
  type PartSpec,
  type Positional,
  type Prefix,
  type Spec,
  type Subfields,
  type Tagged,
} from './spec.js';
export { Unpacked, unpack } from './unpack.js';
