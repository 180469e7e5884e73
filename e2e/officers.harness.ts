// People of a story who hold keys: added, with passwords of their own, and taking steps on the command line.

import assert from 'node:assert/strict';
import type { CommandResult, DataPlace } from './host.harness.js';

export class Officers {
  readonly #place: DataPlace;
  readonly #passwords = new Map<string, string>();

  constructor(place: DataPlace) {
    this.#place = place;
  }

  async add(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const { password } = await this.#place.json<{ password: string }>('hsm', 'officer', name);
      const own = `no name in it, and long enough ${this.#passwords.size}`;
      const changed = await this.#place.runWith([password, own], 'hsm', 'password', '--as', name);
      assert.equal(changed.code, 0, changed.said);
      this.#passwords.set(name, own);
    }
  }

  passwordOf(name: string): string {
    return this.#passwords.get(name) ?? '';
  }

  /** The cookie of a person who signs in at the console. */
  async cookieAt(http: string, name: string): Promise<string> {
    const response = await fetch(`${http}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password: this.passwordOf(name) }),
    });
    assert.equal(response.status, 200);
    return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  /** One command by one person: the password on standard input, and what else it asks for. */
  step(person: string, args: readonly string[], ...secrets: readonly string[]): Promise<CommandResult> {
    return this.#place.runWith([this.passwordOf(person), ...secrets], ...args, '--as', person);
  }

  async done<Shape>(person: string, args: readonly string[], ...secrets: readonly string[]): Promise<Shape> {
    const { code, out, said } = await this.step(person, [...args, '-o', 'json'], ...secrets);
    assert.equal(code, 0, said);
    return JSON.parse(out) as Shape;
  }
}
