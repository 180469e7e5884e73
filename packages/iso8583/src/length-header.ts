// The length in front of each message on a byte stream, in the forms that hosts of the field use. A form is
// data; reading and writing are pure.

/** How the length of a frame stands in front of it. */
export interface LengthHeader {
  /** `binary` is big endian, `binary-little` little endian, `bcd` packed, `ascii` in characters. */
  readonly encoding: 'binary' | 'binary-little' | 'bcd' | 'ascii';
  readonly bytes: 2 | 4;
  /** Whether the length counts the whole header too. */
  readonly countsItself: boolean;
  /** Bytes behind the length that belong to the header; written as zeros, ignored when read. */
  readonly spareBytes: number;
}

const plain = { countsItself: false, spareBytes: 0 };

export const binary2: LengthHeader = { encoding: 'binary', bytes: 2, ...plain };
export const binary2Little: LengthHeader = { encoding: 'binary-little', bytes: 2, ...plain };
export const binary4: LengthHeader = { encoding: 'binary', bytes: 4, ...plain };
export const binary4Little: LengthHeader = { encoding: 'binary-little', bytes: 4, ...plain };
export const ascii4: LengthHeader = { encoding: 'ascii', bytes: 4, ...plain };
export const bcd2: LengthHeader = { encoding: 'bcd', bytes: 2, ...plain };
/** Two bytes of length and two that are kept, as on the lines of a large network. */
export const vmlh: LengthHeader = { encoding: 'binary', bytes: 2, countsItself: false, spareBytes: 2 };

/** The same form with a length that counts the header too. */
export function countingItself(header: LengthHeader): LengthHeader {
  return { ...header, countsItself: true };
}

/** Length and spare bytes. */
export function headerBytes({ bytes, spareBytes }: LengthHeader): number {
  return bytes + spareBytes;
}

/** The most bytes of message that a header can announce. */
export function messageBytesMaximum(header: LengthHeader): number {
  const own = header.countsItself ? headerBytes(header) : 0;
  return (isBinary(header) ? 256 ** header.bytes - 1 : 9_999) - own;
}

function isBinary({ encoding }: LengthHeader): boolean {
  return encoding === 'binary' || encoding === 'binary-little';
}

/**
 * Bytes of message behind a header that stands at `start`; undefined when it is no length, or one that does not
 * even count the header. The caller has checked that the header is there.
 */
export function readLengthHeader(header: LengthHeader, from: Uint8Array, start = 0): number | undefined {
  const { encoding, bytes } = header;
  let length = 0;
  for (let at = 0; at < bytes; at += 1) {
    const byte = from[start + (encoding === 'binary-little' ? bytes - 1 - at : at)]!;
    if (encoding === 'ascii') {
      if (byte < 0x30 || byte > 0x39) return undefined;
      length = length * 10 + byte - 0x30;
    } else if (encoding === 'bcd') {
      if (byte > 0x99 || (byte & 15) > 9) return undefined;
      length = length * 100 + (byte >> 4) * 10 + (byte & 15);
    } else {
      length = length * 256 + byte;
    }
  }
  const messageBytes = length - (header.countsItself ? headerBytes(header) : 0);
  return messageBytes < 0 ? undefined : messageBytes;
}

/** The message with its header in front. Throws a RangeError for one that the header cannot count. */
export function frameMessage(header: LengthHeader, message: Uint8Array): Uint8Array {
  if (message.length > messageBytesMaximum(header)) {
    throw new RangeError(`a message of ${message.length} bytes does not fit its length header`);
  }
  const { encoding, bytes } = header;
  const framed = new Uint8Array(headerBytes(header) + message.length);
  framed.set(message, headerBytes(header));
  let rest = message.length + (header.countsItself ? headerBytes(header) : 0);
  for (let at = bytes - 1; at >= 0; at -= 1) {
    if (encoding === 'ascii') {
      framed[at] = 0x30 + (rest % 10);
      rest = Math.trunc(rest / 10);
    } else if (encoding === 'bcd') {
      framed[at] = (Math.trunc((rest % 100) / 10) << 4) | (rest % 10);
      rest = Math.trunc(rest / 100);
    } else {
      framed[encoding === 'binary-little' ? bytes - 1 - at : at] = rest % 256;
      rest = Math.trunc(rest / 256);
    }
  }
  return framed;
}
