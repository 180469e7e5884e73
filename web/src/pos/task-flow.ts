// A task of the cashier's from its first field to the terminal: asks for one field after the other, has the customer
// present something where the task wants it, then lets the terminal do it.

import type { Card, Outcome, Terminal } from '@tillgate/terminal';
import type { Screen } from './screen.js';
import { type EntryField, type EntryValues, type TaskName, tillTasks, vouchersFor } from './till-tasks.js';

/** The till around it. */
export interface TaskPlace {
  readonly terminal: () => Terminal;
  readonly show: (screen: Screen) => void;
  readonly run: (
    amountMinor: number | undefined,
    action: (terminal: Terminal) => Promise<Outcome>,
  ) => Promise<void>;
  /** The supervisor's password was right, but is still the first one. */
  readonly askForOwnPassword: (operatorId: string, password: string) => void;
}

interface Entry {
  readonly task: TaskName;
  readonly values: EntryValues;
  readonly supervisorPassword: string;
  readonly open: readonly EntryField[];
}

const SUPERVISOR = '00';

export class TaskFlow {
  readonly #place: TaskPlace;
  #entry: Entry | undefined;

  constructor(place: TaskPlace) {
    this.#place = place;
  }

  get isUnderWay(): boolean {
    return this.#entry !== undefined;
  }

  begin(task: TaskName, values: EntryValues = {}): void {
    const fields: readonly EntryField[] = tillTasks[task].fields;
    const open = fields.filter((field) => !Object.hasOwn(values, field));
    this.#entry = { task, values, supervisorPassword: '', open };
    void this.#goOn(false);
  }

  cancel(): void {
    this.#entry = undefined;
    this.#place.show({ at: 'amount' });
  }

  /** The field that is asked for; a voucher that is none of this batch is asked for again. */
  async enter(value: EntryValues): Promise<void> {
    if (this.#entry === undefined) return;
    const known = vouchersFor(this.#entry.task, this.#place.terminal().journal);
    const { voucher } = value;
    if (voucher !== undefined && !known.some(({ trace }) => trace === voucher)) await this.#goOn(true);
    else await this.#accept({ values: value });
  }

  async enterSupervisor(password: string): Promise<void> {
    const result = await this.#place.terminal().operators.logIn(SUPERVISOR, password);
    if (result === 'ok') await this.supervisorAgrees(password);
    else if (result === 'change-first') this.#place.askForOwnPassword(SUPERVISOR, password);
    else await this.#goOn(true);
  }

  supervisorAgrees(password: string): Promise<void> {
    return this.#accept({ supervisorPassword: password });
  }

  /** What the customer has presented. */
  async present(card: Card | undefined, code: string): Promise<void> {
    const entry = this.#entry;
    if (entry === undefined) return;
    const { task, values, supervisorPassword } = entry;
    this.#entry = undefined;
    await this.#place.run(values.amount ?? values.tip, (terminal) =>
      tillTasks[task].run(terminal, { values, supervisorPassword, card, code }),
    );
  }

  async #accept(entered: { values?: EntryValues; supervisorPassword?: string }): Promise<void> {
    if (this.#entry === undefined) return;
    const { values, open } = this.#entry;
    this.#entry = {
      ...this.#entry,
      ...entered,
      ...{ values: { ...values, ...entered.values }, open: open.slice(1) },
    };
    await this.#goOn(false);
  }

  /** To the next field, to the card, or to the terminal. */
  async #goOn(isRefused: boolean): Promise<void> {
    const entry = this.#entry;
    if (entry === undefined) return;
    const { task, values, open } = entry;
    const [field] = open;
    if (field !== undefined) {
      const fitting = vouchersFor(task, this.#place.terminal().journal);
      const vouchers = fitting.filter(({ trace }) => (values.voucher ?? trace) === trace);
      this.#place.show({ at: 'entry', task, field, vouchers, isRefused });
    } else if (tillTasks[task].presents !== undefined) {
      this.#place.show({ at: 'card', task, amountMinor: values.amount });
    } else {
      await this.present(undefined, '');
    }
  }
}
