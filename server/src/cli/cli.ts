// What every command of `tillgate` shares: its shape, its exit codes and the two streams.

import type { Command } from 'commander';

/** The exit codes that scripts rely on. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  declined: 5,
  unknownOutcome: 6,
  checkFailed: 7,
  unreachable: 69,
  interrupted: 130,
} as const;

export type Language = 'zh' | 'en';

/** The surroundings of a command: streams, language and environment; tests pass their own. */
export interface Cli {
  /** A line of data, without its end: the only thing that goes to standard output. */
  out(text: string): void;
  /** A line of words for people, without its end: standard error. */
  say(text: string): void;
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True when `-o json` was asked for. */
  readonly json: boolean;
  readonly colour: boolean;
}

/** One command. `name` may be two words (`tx show`): the first is a group. */
export interface CliCommand {
  readonly name: string;
  readonly summary: { readonly zh: string; readonly en: string };
  /** At least two, shown by --help. */
  readonly examples: readonly string[];
  /** True when the command prints data and so takes `-o json`. */
  readonly printsData: boolean;
  /** Declares arguments and options. */
  configure(command: Command): void;
  /** Answers the exit code. Arguments and options as commander parsed them. */
  run(cli: Cli, args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number>;
}
