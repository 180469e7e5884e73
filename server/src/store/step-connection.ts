// The connection that the steps of one lane run on, kept between them. The driver never settles what is asked of a
// reserved connection that has ended, and cannot say which of a pool's ended: so each is the only one of a client of
// its own, and what waits for it is given up when it ends. A connection that ended is not used again.

import postgres from 'postgres';

type Sql = postgres.Sql<{ bigint: number }>;
export type Connection = postgres.ReservedSql<{ bigint: number }>;

export class StepConnection {
  readonly #client: Sql;
  #giveUp: ((error: Error) => void) | undefined;
  #ended = false;

  private constructor(pool: Sql) {
    // Steps read no arrays; the driver's look-up of their types would end the process when its connection breaks.
    const options = { ...pool.options, max: 1, fetch_types: false, onclose: () => this.#onEnd() };
    this.#client = postgres(options as unknown as postgres.Options<{ bigint: postgres.PostgresType }>) as Sql;
  }

  /** Another connection to the database of this pool. */
  static async open(pool: Sql): Promise<readonly [StepConnection, Connection]> {
    const one = new StepConnection(pool);
    try {
      // Plans are kept, and those made while the tables were empty would scan them for ever after: every
      // statement of a step goes by key, so say so. This also opens the connection, before it is reserved.
      await one.during(() => one.#client.unsafe('set enable_seqscan = off'));
      const connection = await one.during(() => one.#client.reserve());
      return [one, connection];
    } catch (error) {
      await one.end();
      throw error;
    }
  }

  /**
   * The work's result; rejects when the connection ends before it. One at a time. Nothing is asked of a connection that
   * has ended already: the driver would write to its socket and throw where nobody can catch it.
   */
  during<Result>(work: () => PromiseLike<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      if (this.#ended) reject(connectionEnded());
      else work().then(resolve, reject);
    });
  }

  end(): Promise<void> {
    return this.#client.end({ timeout: 0 });
  }

  #onEnd(): void {
    this.#ended = true;
    this.#giveUp?.(connectionEnded());
  }
}

function connectionEnded(): Error {
  return Object.assign(new Error('the connection ended'), { code: 'CONNECTION_CLOSED' });
}
