// `tillgate doctor`: what bytes are and why they do not parse, for whoever connects terminals and hosts. From
// bytes alone, or from a capture file; no host is asked. Values are never printed.

import { readFile } from 'node:fs/promises';
import {
  type Diagnosis,
  diagnose,
  type ExaminedConnection,
  examineCapture,
  type Ranked,
} from '@tillgate/doctor';
import { fromHex } from '@tillgate/iso8583';
import type { Command } from 'commander';
import { type Cli, type CliCommand, EXIT } from './cli.js';
import { printTable } from './table.js';

export const doctorCommand: CliCommand = {
  name: 'doctor',
  summary: {
    zh: '这些字节是什么、哪里断了、最可能错在哪',
    en: 'what bytes are, where they break, and the likeliest mistake',
  },
  examples: [
    'tillgate doctor 006E6000120000613100311000 0200...',
    'tillgate doctor -o json 0200703C048020C08211...',
    'tillgate doctor --capture till.pcapng',
  ],
  printsData: true,
  configure(command: Command): void {
    command
      .argument('[hex...]', 'messages in hexadecimal; pieces of up to 8 digits make one message')
      .option('--capture <file>', 'a pcap or pcapng file: every TCP connection in it');
  },
  async run(cli, hex, options) {
    if (typeof options.capture === 'string') return printCapture(cli, await readFile(options.capture));
    const messages = messagesOf(hex);
    if (messages === undefined || messages.length === 0) {
      cli.say(say(cli, '须为十六进制,或 --capture 文件', 'expected hexadecimal, or --capture FILE'));
      return EXIT.usage;
    }
    const diagnoses = messages.map((bytes) => diagnose(bytes));
    if (cli.json) {
      const views = diagnoses.map(diagnosisView);
      cli.out(JSON.stringify(views.length === 1 ? views[0] : views));
    } else for (const diagnosis of diagnoses) printDiagnosis(cli, diagnosis);
    return diagnoses.every(isWell) ? EXIT.ok : EXIT.checkFailed;
  },
};

/** Short pieces are one message with spaces in it; undefined for what is not hexadecimal. */
function messagesOf(hex: readonly string[]): readonly Uint8Array[] | undefined {
  const texts = hex.every((text) => text.length <= 8) ? [hex.join('')] : hex;
  const messages = texts.map((text) => fromHex(text.replace(/[\s:]/g, '').toUpperCase()));
  const whole = messages.filter((bytes) => bytes !== undefined && bytes.length > 0);
  return whole.length === messages.length ? (whole as Uint8Array[]) : undefined;
}

function say(cli: Cli, zh: string, en: string): string {
  return cli.language === 'zh' ? zh : en;
}

function isWell({ reading, causes }: Diagnosis): boolean {
  return causes.length === 0 && reading?.clean === true;
}

function diagnosisView({ framing, header, dialect, profile, reading, breaks, causes }: Diagnosis) {
  const spec = reading?.dialect.spec;
  return {
    ...{ framing, header, dialect, profile },
    encoding: spec ? { mti: spec.mti.encoding, bitmap: spec.bitmap.encoding } : null,
    mti: reading?.unpacked.message.mti ?? '',
    fields: reading?.unpacked.message.fieldNumbers() ?? [],
    breaks: breaks ?? null,
    causes,
  };
}

function printDiagnosis(cli: Cli, diagnosis: Diagnosis): void {
  const { framing, header, dialect, profile, breaks, causes, reading } = diagnosis;
  const rows = (what: string, ranked: readonly Ranked[]): string[][] =>
    ranked.map(({ name, confidence, evidence }, at) => [
      at === 0 ? what : '',
      name[cli.language],
      `${Math.round(confidence * 100)} %`,
      evidence.map((one) => one[cli.language]).join('; '),
    ]);
  printTable(
    cli,
    ['', say(cli, '判断', 'LIKELY'), '%', say(cli, '依据', 'BECAUSE')],
    [
      ...rows(say(cli, '长度', 'framing'), framing),
      ...rows(say(cli, '报文头', 'header'), header),
      ...rows(say(cli, '方言', 'dialect'), dialect),
      ...(profile === dialect ? [] : rows(say(cli, '配置', 'profile'), profile)),
    ],
    [2],
  );
  if (breaks) {
    const { field, offset, expected, got } = breaks;
    cli.out(
      say(
        cli,
        `断在 ${field},偏移 ${offset}:应为 ${expected},实为 ${got}`,
        `breaks at ${field}, byte ${offset}: expected ${expected}, got ${got}`,
      ),
    );
  }
  for (const { what, advice, field, offset, confidence } of causes) {
    const percent = Math.round(confidence * 100);
    cli.out(
      say(
        cli,
        `${percent} %  ${field}(偏移 ${offset}):${what.zh};${advice.zh}`,
        `${percent} %  ${field} (byte ${offset}): ${what.en}; ${advice.en}`,
      ),
    );
  }
  if (isWell(diagnosis)) cli.out(say(cli, '没有发现错误', 'nothing is wrong with it'));
  else if (causes.length === 0) {
    const doubtful = reading?.plausibility.failed.join(', ') || '-';
    cli.out(
      say(
        cli,
        `没有一种已知错误能解释;可疑的域:${doubtful}`,
        `no known mistake explains it; doubtful fields: ${doubtful}`,
      ),
    );
  }
}

function printCapture(cli: Cli, file: Uint8Array): number {
  const capture = examineCapture(file);
  const { connections, packets, problem } = capture;
  if (cli.json) {
    cli.out(
      JSON.stringify({ packets, problem: problem ?? null, connections: connections.map(connectionView) }),
    );
  } else {
    if (problem) cli.say(problem);
    for (const connection of connections) printConnection(cli, connection);
    if (connections.length === 0)
      cli.say(say(cli, `${packets} 个包,没有 TCP 连接`, `${packets} packets, no TCP connection`));
  }
  const well = connections.every(({ messages }) => messages.every(({ diagnosis }) => isWell(diagnosis)));
  if (problem && packets === 0) return EXIT.failed;
  return well ? EXIT.ok : EXIT.checkFailed;
}

function connectionView({ messages, exchanges, strayAnswers, framing, ...rest }: ExaminedConnection) {
  const short = ({ from, at, mti, trace, terminalId }: (typeof messages)[number]) => ({
    ...{ from, at, mti, trace: trace ?? null, terminalId: terminalId ?? null },
  });
  return {
    ...rest,
    framing: framing.id,
    exchanges: exchanges.map(({ request, answer, tookMs }) => ({
      ...{ request: short(request), answer: answer ? short(answer) : null, tookMs: tookMs ?? null },
    })),
    strayAnswers: strayAnswers.map(short),
    broken: messages
      .filter(({ diagnosis }) => !isWell(diagnosis))
      .map((message) => ({ ...short(message), ...diagnosisView(message.diagnosis) })),
  };
}

function printConnection(cli: Cli, connection: ExaminedConnection): void {
  const { client, server, framing, dialect, exchanges, strayAnswers, messages, hasGap } = connection;
  cli.out(`${client} -> ${server}  ${framing.name[cli.language]}  ${dialect ?? '?'}`);
  printTable(
    cli,
    ['MTI', 'TRACE', 'TERMINAL', say(cli, '应答', 'ANSWER'), 'MS'],
    exchanges.map(({ request, answer, tookMs }) => [
      ...[request.mti, request.trace ?? '-', request.terminalId ?? '-'],
      ...[answer?.mti ?? say(cli, '没有', 'none'), tookMs === undefined ? '-' : tookMs.toFixed(1)],
    ]),
    [4],
  );
  for (const { mti, trace } of strayAnswers) {
    cli.out(
      say(
        cli,
        `没有请求的应答:${mti} ${trace ?? ''}`,
        `an answer without its request: ${mti} ${trace ?? ''}`,
      ),
    );
  }
  if (hasGap) cli.out(say(cli, '有字节没有被抓到', 'some bytes were not captured'));
  for (const { diagnosis } of messages) if (!isWell(diagnosis)) printDiagnosis(cli, diagnosis);
}
