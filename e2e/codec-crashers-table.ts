// Inputs of kinds that have crashed other ISO 8583 codecs in public, as bytes: every reader must answer each with
// data or a clean problem. Named after what broke; text stands for its ASCII bytes.

export interface Crasher {
  readonly name: string;
  /** Where it was reported. */
  readonly reported: string;
  readonly hex: string;
}

const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const xml = (doctype: string): string =>
  ascii(`<?xml version="1.0"?><!DOCTYPE isopackager ${doctype}><isopackager>&x;</isopackager>`);

export const crashers: readonly Crasher[] = [
  { name: 'nothing at all', reported: 'moov-io/iso8583 #217', hex: '' },
  { name: 'half an MTI', reported: 'moov-io/iso8583 #217', hex: ascii('02') },
  { name: 'an MTI and nothing else', reported: 'moov-io/iso8583 #218', hex: ascii('0200') },
  { name: 'a bitmap cut short', reported: 'moov-io/iso8583 #218', hex: ascii('02007') },
  { name: 'a packed MTI and half a bitmap', reported: 'moov-io/iso8583 #225', hex: '020070240000' },
  { name: 'a second bitmap that is missing', reported: 'moov-io/iso8583 #225', hex: '02008000000000000000' },
  { name: 'length -3 in characters', reported: 'moov-io/iso8583 #36', hex: ascii('02004000000000000000-3') },
  { name: 'length -7 in characters', reported: 'moov-io/iso8583 #36', hex: ascii('02000000000000000200-07') },
  { name: 'a length of spaces', reported: 'moov-io/iso8583 #161', hex: ascii('02004000000000000000  ') },
  { name: 'a length with a plus', reported: 'moov-io/iso8583 #161', hex: ascii('02004000000000000000+9') },
  {
    name: 'a length beyond the end',
    reported: 'moov-io/iso8583 #161',
    hex: ascii('020040000000000000001962'),
  },
  {
    name: 'a part of a field with a negative length',
    reported: 'moov-io/iso8583 #275',
    hex: `02000000000000000020${'0008'}${ascii('A3-12345')}`,
  },
  { name: 'a field of length 0', reported: 'moov-io/iso8583 #275', hex: '0200400000000000000000' },
  { name: 'an unknown tag, cut short', reported: 'moov-io/iso8583 #415', hex: 'DF0105AA' },
  { name: 'the same in field 55', reported: 'moov-io/iso8583 #415', hex: '110000000000000002000004DF0105AA' },
  { name: 'a tag length of 2^63', reported: 'moov-io/iso8583 #426', hex: 'DF01888000000000000000' },
  {
    name: 'the same in field 55',
    reported: 'moov-io/iso8583 #426',
    hex: '110000000000000002000011DF01888000000000000000',
  },
  { name: 'a tag length of 2^32 - 1', reported: 'moov-io/iso8583 #426', hex: 'DF0184FFFFFFFF' },
  { name: 'a tag length of 127 bytes', reported: 'moov-io/iso8583 #426', hex: '9F26FF' },
  { name: 'a tag that never ends', reported: 'moov-io/iso8583 #425', hex: 'FFFFFFFFFFFFFFFF' },
  { name: 'templates without end', reported: 'moov-io/iso8583 #425', hex: '7080'.repeat(40) },
  {
    name: 'templates in templates',
    reported: 'moov-io/iso8583 #425',
    hex: `${'70'.repeat(2)}${'7040'.repeat(40)}`,
  },
  { name: 'nothing but FF', reported: 'jPOS b083c3da8f', hex: 'FF'.repeat(64) },
  { name: 'nothing but zeros', reported: 'jPOS b083c3da8f', hex: '00'.repeat(64) },
  {
    name: 'a length above the most allowed',
    reported: 'jPOS e6d8da2e06',
    hex: `02004000000000000000${'99'.repeat(51)}`,
  },
  { name: 'a PIN field cut short', reported: 'jPOS af125567fe', hex: '0200000000000000100011' },
  {
    name: 'a chip value longer than its field',
    reported: 'jPOS 19a2977168',
    hex: '1100000000000000020000059F260899AA',
  },
  {
    name: 'an entity from a file',
    reported: 'jPOS 52b6bce21b',
    hex: xml('[<!ENTITY x SYSTEM "file:///dev/zero">]'),
  },
  {
    name: 'an entity from a parameter entity',
    reported: 'jPOS 52b6bce21b',
    hex: xml('[<!ENTITY % x "y"> %x;]'),
  },
  {
    name: 'entities that multiply',
    reported: 'jPOS 52b6bce21b',
    hex: xml('[<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">]'),
  },
  {
    name: 'a length header that counts too much',
    reported: 'apache/jmeter #6371',
    hex: `FFFF${'60'.repeat(20)}`,
  },
  { name: 'a length header in characters', reported: 'apache/jmeter #6371', hex: ascii('00200200') },
  {
    name: 'a length header that counts itself',
    reported: 'apache/jmeter #6371',
    hex: '000C02000000000000000000',
  },
];
