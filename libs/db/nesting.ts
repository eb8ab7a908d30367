import { AsyncLocalStorage } from 'node:async_hooks';
import type { Reads } from '#core/ports.js';

interface Scope {
  type: 'run' | 'read';
  reads: Reads | null;
  ended: boolean;
}

/** Knows whether the code that runs right now is already inside a transaction's body. */
export class Nesting {
  private readonly scopes = new AsyncLocalStorage<Scope>();

  /** @throws Error inside a body: on SQLite the writer would wait for itself, elsewhere half would commit apart. */
  async run<T>(start: () => Promise<T>): Promise<T> {
    if (this.current()?.type === 'run') throw new Error('uow.run() was called inside uow.run(); use the tx at hand');
    return start();
  }

  inside<T>(body: () => Promise<T>): Promise<T> {
    return this.scoped({ type: 'run', reads: null, ended: false }, body);
  }

  /**
   * A read within a read shares its snapshot.
   * @throws Error inside `run`: it would not see what the transaction at hand has written.
   */
  async read<T>(
    body: (reads: Reads) => Promise<T>,
    open: (guard: (reads: Reads) => Promise<T>) => Promise<T>,
  ): Promise<T> {
    const outer = this.current();
    if (outer?.type === 'run') throw new Error('uow.read() was called inside uow.run(); read through the tx at hand');
    if (outer?.reads) return body(outer.reads);
    return open((reads) => this.scoped({ type: 'read', reads, ended: false }, () => body(reads)));
  }

  private async scoped<T>(scope: Scope, body: () => Promise<T>): Promise<T> {
    try {
      return await this.scopes.run(scope, body);
    } finally {
      // Timers started in the body inherit the scope and may well open a transaction of their own later.
      scope.ended = true;
    }
  }

  private current(): Scope | null {
    const scope = this.scopes.getStore();
    return scope && !scope.ended ? scope : null;
  }
}
