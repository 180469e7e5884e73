// `tillgate decode`: what a captured message says, field by field, for a support engineer. Card data is
// masked in every form; a message that breaks is shown up to where it breaks.

import { describeChipData } from '@tillgate/emv';
import {
  type Annotation,
  annotate,
  annotatedHex,
  describe,
  type FieldView,
  fromHex,
  type Message,
  moveAnnotation,
  type Problem,
  unpack,
} from '@tillgate/iso8583';
import {
  annotateBody,
  cupPos,
  kindOf,
  messageKinds,
  parseBody,
  shippedProfiles,
} from '@tillgate/pos-protocol';
import type { Command } from 'commander';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { bytesLines, padColumns } from './decode-bytes.js';

const LENGTH_BYTES = 2;
const TPDU_ID = 0x60;
/** They differ in nothing that reading needs to be told. */
const profileNames = shippedProfiles.map(({ name }) => name);

/** An echo test of terminal 10000001. */
const echoExample =
  '600012000061310031100008200000000000C00010' +
  '31303030303030313939393239303035343131303030310011000000013010';

export const decodeCommand: CliCommand = {
  name: 'decode',
  summary: {
    zh: '逐域显示一条报文,敏感数据打码',
    en: 'show a message field by field, sensitive values masked',
  },
  examples: [
    `tillgate decode ${echoExample}`,
    `tillgate decode --bytes ${echoExample}`,
    `tillgate decode -o json 0034${echoExample}`,
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('<hex...>', 'in hexadecimal: a frame, a body from the TPDU on, or a message from the MTI on')
      .option('--profile <name>', 'dialect', cupPos.name)
      .option('--bytes', 'what each byte is');
  },
  async run(cli, args, options) {
    if (options.profile !== undefined && !profileNames.includes(String(options.profile))) {
      const known = profileNames.join(', ');
      cli.say(say(cli, `未知的报文格式,可用:${known}`, `unknown profile; known: ${known}`));
      return EXIT.usage;
    }
    const bytes = fromHex(args.join('').replace(/\s/g, ''));
    if (bytes === undefined || bytes.length === 0) {
      cli.say(
        say(
          cli,
          '不是十六进制:须为偶数个 0-9 A-F 字符',
          'not hexadecimal: expected an even number of characters 0-9 A-F',
        ),
      );
      return EXIT.usage;
    }
    return print(cli, bytes, options.bytes === true);
  },
};

function say(cli: Cli, zh: string, en: string): string {
  return cli.language === 'zh' ? zh : en;
}

function print(cli: Cli, bytes: Uint8Array, bytewise: boolean): number {
  const { front, message, annotations, problems } = readTyped(bytes);
  const views = message === undefined ? [] : describe(cupPos, message);
  if (cli.json) {
    const fields = Object.fromEntries(views.map(({ field, text }) => [field, text]));
    const hex = annotatedHex(annotations, bytes);
    cli.out(
      JSON.stringify({ mti: message?.mti ?? '', fields, problems, bytes: { hex, parts: annotations } }),
    );
  } else {
    for (const line of front) cli.out(line);
    if (message !== undefined) {
      cli.out(`MTI   ${message.mti}  ${kindName(cli, message)}`);
      for (const line of views.flatMap((view) => linesOf(cli, view, message))) cli.out(line);
    }
    if (bytewise) for (const line of bytesLines(cli, bytes, annotations)) cli.out(line);
    else if (message !== undefined) cli.out(annotatedHex(annotations, bytes));
    for (const problem of problems) cli.out(problemLine(cli, problem));
  }
  return problems.length === 0 ? EXIT.ok : EXIT.failed;
}

interface Typed {
  /** Lines for TPDU and header; none for a message without them. */
  readonly front: readonly string[];
  readonly message: Message | undefined;
  /** Offsets count in the bytes as they were typed, here and in the problems. */
  readonly annotations: readonly Annotation[];
  readonly problems: readonly Problem[];
}

/** A frame with its length bytes, a body from the TPDU on, or a bare message from the MTI on. */
function readTyped(bytes: Uint8Array): Typed {
  if (isBareMessage(bytes)) {
    const { message, problems } = unpack(cupPos, bytes);
    return { front: [], message, annotations: annotate(cupPos, bytes), problems };
  }
  const skipped = bytes[0] !== TPDU_ID && bytes[LENGTH_BYTES] === TPDU_ID ? LENGTH_BYTES : 0;
  const body = bytes.subarray(skipped);
  const { envelope, problems } = parseBody(body);
  const front = envelope && [
    `TPDU  ${Object.values(envelope.tpdu ?? {}).join(' ')}`,
    `HEAD  ${Object.values(envelope.header ?? {}).join(' ')}`,
  ];
  const wrongLength = skipped > 0 ? lengthProblems(bytes) : [];
  return {
    front: front ?? [],
    message: envelope?.message,
    annotations: [
      ...(skipped > 0 ? [lengthAnnotation(bytes, wrongLength)] : []),
      ...annotateBody(body).map((part) => moveAnnotation(part, skipped)),
    ],
    problems: [
      ...wrongLength,
      ...problems.map((problem) => ({ ...problem, offset: problem.offset + skipped })),
    ],
  };
}

/** Two BCD bytes of an MTI of 1987, where a body would have the TPDU's 60. */
function isBareMessage(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third] = bytes;
  return (
    first >= 0x01 &&
    first <= 0x08 &&
    /^[0-9]{2}$/.test(second.toString(16).padStart(2, '0')) &&
    third !== TPDU_ID
  );
}

function lengthProblems(bytes: Uint8Array): Problem[] {
  const counted = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const follow = bytes.length - LENGTH_BYTES;
  if (counted === follow) return [];
  return [{ field: 'length', offset: 0, expected: `a length of ${follow}`, got: `${counted}` }];
}

function lengthAnnotation(bytes: Uint8Array, [problem]: readonly Problem[]): Annotation {
  const text = String((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0));
  const name = { zh: '长度', en: 'length' };
  const place = { offset: 0, length: LENGTH_BYTES, field: 'length', part: 'length' } as const;
  return { ...place, name, text, sensitive: false, ...(problem && { problem }), inside: [] };
}

function kindName(cli: Cli, message: Message): string {
  const kind = kindOf(message);
  if (kind === undefined) return say(cli, '未知交易', 'unknown message');
  const row = messageKinds[kind];
  return say(cli, row.zh, row.en) + (message.mti === row.answer ? say(cli, '(应答)', ' (answer)') : '');
}

const NAME_COLUMNS = 26;

function linesOf(cli: Cli, view: FieldView, message: Message): string[] {
  const name = say(cli, view.name.zh, view.name.en);
  const line = `F${String(view.field).padEnd(4)} ${padColumns(name, NAME_COLUMNS)} ${view.text}`;
  const chipData = view.field === 55 ? message.bytes(55) : undefined;
  if (chipData === undefined) return [line];
  const chipLines = describeChipData(chipData).views.map((item) => {
    const words = item.words.map((word) => say(cli, word.zh, word.en)).join('; ');
    const label = `${'  '.repeat(item.depth)}${item.tag.padEnd(6)} ${say(cli, item.name.zh, item.name.en)}`;
    return `      ${padColumns(label, NAME_COLUMNS + 16)} ${item.text}${words === '' ? '' : `  (${words})`}`;
  });
  return [line, ...chipLines];
}

function problemLine(cli: Cli, { field, offset, expected, got }: Problem): string {
  return say(
    cli,
    `问题:${field},偏移 ${offset}:应为 ${expected},实为 ${got}`,
    `problem: ${field} at byte ${offset}: expected ${expected}, got ${got}`,
  );
}
