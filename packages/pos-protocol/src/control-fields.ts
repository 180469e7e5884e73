// The fields made of digits that steer a message: F60 (what it is), F53 (how PIN and track are protected)
// and F61 (the transaction it refers to). Parsing answers undefined for a value that has no such parts.

/** F60: 60.1 to 60.7. The parts after 60.3 come in payments only. */
export interface ControlField {
  /** 60.1, two digits. */
  readonly type: string;
  /** 60.2, six digits. */
  readonly batch: string;
  /** 60.3, three digits. */
  readonly networkCode: string;
  /** 60.4: 2 stripe, 5 contact and stripe, 6 all. */
  readonly readerCapability?: string;
  /** 60.5: 0 or 1 last read well, 2 fallback. */
  readonly chipCondition?: string;
  /** 60.6: 1 when the terminal takes partial approvals. */
  readonly partialApproval?: string;
  /** 60.7, three digits. */
  readonly accountType?: string;
}

export function parseF60(text: string): ControlField | undefined {
  if (!/^[0-9]{11}([0-9]{0,3}|[0-9]{6})$/.test(text)) return undefined;
  return {
    type: text.slice(0, 2),
    batch: text.slice(2, 8),
    networkCode: text.slice(8, 11),
    ...(text.length > 11 && { readerCapability: text.slice(11, 12) }),
    ...(text.length > 12 && { chipCondition: text.slice(12, 13) }),
    ...(text.length > 13 && { partialApproval: text.slice(13, 14) }),
    ...(text.length > 14 && { accountType: text.slice(14) }),
  };
}

/** Parts are positional: the first one that is absent ends the field. */
export function formatF60(field: ControlField): string {
  const { type, batch, networkCode, readerCapability, chipCondition, partialApproval, accountType } = field;
  const optional = [readerCapability, chipCondition, partialApproval, accountType];
  const absent = optional.indexOf(undefined);
  return [type, batch, networkCode, ...optional.slice(0, absent < 0 ? undefined : absent)].join('');
}

/** F53. */
export interface SecurityControl {
  /** Digit 1: 0 no PIN, 1 without PAN, 2 with PAN (ISO 9564-1 format 0). */
  readonly pinFormat: '0' | '1' | '2';
  /** Digit 2: 0 single, 6 double; extensions 7 SM4 format, 8 AES format 4. */
  readonly keyLength: '0' | '6' | '7' | '8';
  /** Digit 3. */
  readonly trackEncrypted: boolean;
}

export function parseF53(text: string): SecurityControl | undefined {
  if (!/^[012][0678][01]0{13}$/.test(text)) return undefined;
  return {
    pinFormat: text[0] as SecurityControl['pinFormat'],
    keyLength: text[1] as SecurityControl['keyLength'],
    trackEncrypted: text[2] === '1',
  };
}

export function formatF53({ pinFormat, keyLength, trackEncrypted }: SecurityControl): string {
  return `${pinFormat}${keyLength}${trackEncrypted ? 1 : 0}`.padEnd(16, '0');
}

/** F61: the transaction that this message refers to. */
export interface OriginalReference {
  /** Six digits; 000000 in a refund. */
  readonly batch: string;
  /** Six digits; 000000 in a refund. */
  readonly trace: string;
  /** MMDD. */
  readonly date?: string;
  /** Two digits. */
  readonly mode?: string;
  /** Eleven digits. */
  readonly institution?: string;
}

export function parseF61(text: string): OriginalReference | undefined {
  if (!/^[0-9]{12}([0-9]{4}([0-9]{2}([0-9]{11})?)?)?$/.test(text)) return undefined;
  return {
    batch: text.slice(0, 6),
    trace: text.slice(6, 12),
    ...(text.length > 12 && { date: text.slice(12, 16) }),
    ...(text.length > 16 && { mode: text.slice(16, 18) }),
    ...(text.length > 18 && { institution: text.slice(18) }),
  };
}

/** Parts are positional: the first one that is absent ends the field. */
export function formatF61({ batch, trace, date, mode, institution }: OriginalReference): string {
  const optional = [date, mode, institution];
  const absent = optional.indexOf(undefined);
  return [batch, trace, ...optional.slice(0, absent < 0 ? undefined : absent)].join('');
}
