import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  type: 'run' | 'read';
  ended: boolean;
}

/**
 * Whether to know what runs inside what costs next to nothing. Before Node 24 the engine stops at every promise of the process
 * to tell whose it is, an eighth of an accepted report.
 */
export const watchingIsCheap = Number.parseInt(process.versions.node, 10) >= 24;

/**
 * Refuses a transaction that is begun within another one's body: a fault of the program, which a process that does not watch
 * would meet as a wait without end on SQLite, where the writer waits for itself, and as half a commit elsewhere. Every test
 * watches.
 */
export class Nesting {
  private readonly scopes: AsyncLocalStorage<Scope> | null;

  constructor(watched: boolean) {
    this.scopes = watched ? new AsyncLocalStorage<Scope>() : null;
  }

  /** @throws Error where the code that asks for a transaction runs inside the body of one, `type` being the one asked for */
  refuse(type: Scope['type']): void {
    const outer = this.scopes?.getStore();
    // What a read has found may well be acted upon before it ends: they are two connections.
    if (outer === undefined || outer.ended || (outer.type === 'read' && type === 'run')) return;
    const at = outer.type === 'run' ? 'the tx' : 'the reads';
    throw new Error(`uow.${type}() was called inside uow.${outer.type}(); use ${at} at hand`);
  }

  async inside<T>(type: Scope['type'], body: () => Promise<T>): Promise<T> {
    if (this.scopes === null) return body();
    const scope: Scope = { type, ended: false };
    try {
      return await this.scopes.run(scope, body);
    } finally {
      // Timers started in the body inherit the scope and may well open a transaction of their own later.
      scope.ended = true;
    }
  }
}
