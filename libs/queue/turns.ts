/** So many at a time; of the others the one of the lowest rank first, of the same rank the one that came first. */
export class Turns {
  private readonly waiting: { rank: number; go: () => void }[] = [];

  constructor(private free: number) {}

  async run<T>(rank: number, work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((go) => this.waiting.push({ rank, go }));
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  private next(): void {
    const first = this.waiting.reduce<(typeof this.waiting)[number] | null>(
      (least, one) => (least === null || one.rank < least.rank ? one : least),
      null,
    );
    if (!first) return void this.free++;
    this.waiting.splice(this.waiting.indexOf(first), 1);
    first.go();
  }
}
