// Good messages of the terminal dialect and of ASCII 1987, drawn from a seed: what is broken for the doctor's
// examination, and what it must find nothing wrong with.

import { Message, toHex } from '@tillgate/iso8583';

export type Draw = (below: number) => number;

/** A small generator of its own (xorshift32), so that a seed tells the whole set. */
export function drawFrom(seed: number): Draw {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const digits = (draw: Draw, count: number): string => Array.from({ length: count }, () => draw(10)).join('');
export const pick = <One>(draw: Draw, from: readonly One[]): One => from[draw(from.length)]!;
const bytes = (draw: Draw, count: number): Uint8Array => Uint8Array.from({ length: count }, () => draw(256));

function panOf(draw: Draw): string {
  const body = `629999${digits(draw, pick(draw, [9, 11, 12]))}`;
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) {
    const digit = Number(body[body.length - 1 - at]);
    sum += at % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A purchase, a void, an answer, a reversal, a settlement or a sign-on of the terminal dialect. */
export function goodPosMessage(draw: Draw): Message {
  const kind = draw(6);
  const mti = ['0200', '0200', '0210', '0400', '0500', '0810'][kind]!;
  const message = new Message(mti)
    .set(11, digits(draw, 6))
    .set(41, digits(draw, 8))
    .set(42, `999290${digits(draw, 9)}`);
  if (kind === 4) {
    const side = () => `${two(0).repeat(3)}${digits(draw, 6)}${digits(draw, 3)}`;
    return message
      .set(48, `${side()}${side()}0${'0'.repeat(31)}`)
      .set(49, '156')
      .set(60, '00000001201')
      .set(63, text('01 '));
  }
  const clock = `${two(draw(24))}${two(draw(60))}${two(draw(60))}`;
  const date = `${two(1 + draw(12))}${two(1 + draw(28))}`;
  if (kind === 5) {
    message.set(12, clock).set(13, date).set(32, '29990000').set(37, digits(draw, 12)).set(39, '00');
    return message.set(60, '00000001003').set(62, bytes(draw, 40));
  }
  const pan = panOf(draw);
  message
    .set(2, pan)
    .set(3, kind === 1 ? '200000' : '000000')
    .set(4, digits(draw, 6).padStart(12, '0'));
  message
    .set(14, `${two(27 + draw(8))}${two(1 + draw(12))}`)
    .set(22, pick(draw, ['051', '071', '021']))
    .set(25, '00');
  message
    .set(49, '156')
    .set(60, `${['22', '23', '22', '22'][kind]}000001000600`)
    .set(64, text(toHex(bytes(draw, 4))));
  if (draw(2) === 0) message.set(23, `00${1 + draw(5)}`);
  if (kind === 2) {
    message
      .set(12, clock)
      .set(13, date)
      .set(15, date)
      .set(32, '29990000')
      .set(37, digits(draw, 12))
      .set(39, '00');
    return message
      .set(38, digits(draw, 6))
      .set(44, '62999900   29990000   ')
      .set(63, text('CUP交易成功'.replace(/[^A-Z]/g, '')));
  }
  if (kind === 3) return message.set(39, '98').set(61, `000001${digits(draw, 6)}${date}`);
  if (kind === 1)
    message
      .set(37, digits(draw, 12))
      .set(38, digits(draw, 6))
      .set(61, `000001${digits(draw, 6)}`);
  message.set(26, '12').set(35, `${pan}D${two(27 + draw(8))}${two(1 + draw(12))}220${digits(draw, 6)}`);
  return message.set(52, bytes(draw, 8)).set(53, '2600000000000000').set(55, chipData(draw));
}

export function text(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}

function chipData(draw: Draw): Uint8Array {
  return Uint8Array.from([
    ...[0x9f, 0x26, 8, ...bytes(draw, 8), 0x9f, 0x27, 1, 0x80, 0x9f, 0x10, 7, ...bytes(draw, 7)],
    ...[0x9f, 0x37, 4, ...bytes(draw, 4), 0x9f, 0x36, 2, ...bytes(draw, 2), 0x95, 5, 0, 0, 0, 8, 0],
    ...[0x9c, 1, 0, 0x9f, 2, 6, 0, 0, 0, 0, 0x12, 0x34, 0x5f, 0x2a, 2, 1, 0x56, 0x82, 2, 0x7c, 0],
  ]);
}

/** An authorization or its answer in ASCII of 1987. */
export function goodAsciiMessage(draw: Draw): Message {
  const isAnswer = draw(2) === 0;
  const clock = `${two(draw(24))}${two(draw(60))}${two(draw(60))}`;
  const date = `${two(1 + draw(12))}${two(1 + draw(28))}`;
  const message = new Message(isAnswer ? '0110' : '0100')
    .set(2, panOf(draw))
    .set(3, '000000')
    .set(4, digits(draw, 7).padStart(12, '0'))
    .set(7, date + clock)
    .set(11, digits(draw, 6))
    .set(12, clock)
    .set(13, date)
    .set(32, digits(draw, 8))
    .set(37, digits(draw, 12))
    .set(41, `T${digits(draw, 7)}`)
    .set(49, '840');
  if (isAnswer) return message.set(39, '00').set(38, digits(draw, 6));
  message
    .set(14, '3012')
    .set(18, '5411')
    .set(22, '051')
    .set(25, '00')
    .set(42, `SHOP ${digits(draw, 10)}`);
  return message.set(43, 'CORNER SHOP              SPRINGFIELD  US').set(52, bytes(draw, 8));
}
