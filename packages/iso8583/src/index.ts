// The door of the codec: messages, specs, unpack and pack, and their masked printed forms (ISO 8583:1987).

export { type Annotation, type AnnotationPart, annotate, annotatedHex, moveAnnotation } from './annotate.js';
export {
  BASE24_HEADER_BYTES,
  type Base24Header,
  readBase24Header,
  writeBase24Header,
} from './base24-header.js';
export { checkSpec, type SpecMistake } from './check-spec.js';
export { describe, type FieldView, maskedHex } from './describe.js';
export { FrameReader } from './frame-reader.js';
export {
  ascii4,
  bcd2,
  binary2,
  binary2Little,
  binary4,
  binary4Little,
  countingItself,
  frameMessage,
  headerBytes,
  type LengthHeader,
  messageBytesMaximum,
  readLengthHeader,
  vmlh,
} from './length-header.js';
export { maskDigits, maskPan, maskWhole } from './mask.js';
export { Message } from './message.js';
export { fromHex, packNibbles, toHex, unpackNibbles } from './nibbles.js';
export { pack } from './pack.js';
export { packSubfields, type SubfieldValues } from './pack-subfields.js';
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
export { bytesAt, setAt, subfieldsOf, textAt, valueAt } from './subfield-path.js';
export type { Subfield } from './subfields.js';
export { Unpacked, unpack } from './unpack.js';
export type { Value } from './value-codec.js';
