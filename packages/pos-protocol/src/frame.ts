// Messages on a byte stream: two bytes of length, big endian, not counting themselves, then the body.

import { binary2, FrameReader as CodecFrameReader, frameMessage } from '@tillgate/iso8583';

/** MTI 2, bitmap 8: nothing shorter can be a message, with TPDU and header or without. */
const BODY_BYTES_MIN = 10;
export const BODY_BYTES_MAX = 4096;

/** Bodies out of a stream; one longer than the limit, or too short to be a message, breaks it for good. */
export class FrameReader extends CodecFrameReader {
  constructor(limitBytes: number = BODY_BYTES_MAX, leastBytes: number = BODY_BYTES_MIN) {
    super(binary2, limitBytes, leastBytes);
  }
}

/** The body with its length in front. Throws a RangeError for a body that two bytes cannot count. */
export function frame(body: Uint8Array): Uint8Array {
  return frameMessage(binary2, body);
}
