import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut, slowed, held up or led elsewhere: what a network does, on one machine. */
export class Proxy {
  /** Each way, milliseconds. */
  latencyMs = 0;
  private hanging = false;
  private readonly pairs = new Set<[Socket, Socket]>();
  private held: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private target: number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async to(target: number): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Proxy(server, (server.address() as { port: number }).port, target);
  }

  /** `url` with the proxy in the server's place. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String(this.port);
    return changed.href;
  }

  /** New connections go there; those that stand are cut. */
  lead(target: number): void {
    this.target = target;
    this.cut();
  }

  cut(): void {
    for (const [near, far] of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** Nothing goes through and nothing is refused, until `release`. */
  hang(): void {
    this.hanging = true;
  }

  release(): void {
    this.hanging = false;
    for (const go of this.held.splice(0)) go();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    const far = createConnection(this.target, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', end);
      from.on('close', end);
      from.on('data', (chunk: Buffer) => {
        const pass = () => void (to.destroyed || to.write(chunk));
        if (this.hanging) this.held.push(pass);
        else if (this.latencyMs > 0) setTimeout(pass, this.latencyMs);
        else pass();
      });
    }
  }
}
