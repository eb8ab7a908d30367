/**
 * Rows that never change once they are stored, as read before, so that fusing and judging need not read and decode the
 * same ones for every neighbour. Whoever reads has found the ids in its own transaction; only what they mean comes
 * from here. What was read may have been written by a transaction that is rolled back in the end, and another row
 * may then get its id: everything is forgotten on each rollback.
 */
export class Kept<Row extends { id: string }> {
  private young = new Map<string, Row>();
  private old = new Map<string, Row>();

  /** @param most rows held, at most twice as many; those not asked for longest go first */
  constructor(private readonly most = 4_000) {}

  get(id: string): Row | undefined {
    const row = this.young.get(id);
    if (row) return row;
    const before = this.old.get(id);
    if (before) this.put(before);
    return before;
  }

  put(row: Row): void {
    if (this.young.size >= this.most) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(row.id, row);
  }

  forget(): void {
    this.young.clear();
    this.old.clear();
  }
}
