import { faultsOfOrder } from './order.js';

const wal = '9<T/linewatch.sqlite-wal>';
const write = `7 1.0 pwrite64(${wal}, "x"..., 4096, 0) = 4096`;
const sync = `7 1.1 fdatasync(${wal}) = 0`;
const answer = '7 1.2 write(21<socket:[1]>, "HTTP/1.1 201 Created", 60) = 60';
const rename = '8 1.1 rename("T/evidence/incoming/1", "T/evidence/ab/cd/ef") = 0';
const blob = '8 1.0 write(5<T/evidence/incoming/1>, "y", 1) = 1';
const syncBlob = '8 1.0 fsync(5<T/evidence/incoming/1>) = 0';
const syncFolder = '8 1.1 fsync(6<T/evidence/ab/cd>) = 0';

const faults = (...lines: string[]) => faultsOfOrder(lines.join('\n')).faults.length;

describe('the order of a trace', () => {
  it('is good where all was synced before the answer', () => {
    expect(faultsOfOrder([blob, syncBlob, rename, syncFolder, write, sync, answer].join('\n'))).toEqual({
      answers: 1,
      files: 1,
      logs: 1,
      faults: [],
    });
  });

  it('is found wrong where a sync is missing, late, failed or of something else', () => {
    expect(faults(write, answer)).toBe(1);
    expect(faults(write, answer, sync)).toBe(1);
    expect(faults(write, sync.replace('= 0', '= -1 EIO (Input/output error)'), answer)).toBe(1);
    expect(faults(blob, rename, syncFolder, answer)).toBe(1);
    expect(faults(blob, syncBlob, rename, answer)).toBe(1);
  });

  it('knows the log of PostgreSQL, which another process writes', () => {
    const file = '11<T/server/pg_wal/000000010000000000000003>';
    const [commit, flush] = [`9 1.0 pwrite64(${file}, "x"..., 8192, 0) = 8192`, `9 1.1 fdatasync(${file}) = 0`];
    expect(faults(commit, flush, answer)).toBe(0);
    expect(faults(commit, answer, flush)).toBe(1);
  });

  it('counts a sync from when it came back', () => {
    const begun = `7 1.1 fdatasync(${wal} <unfinished ...>`;
    const back = '7 1.3 <... fdatasync resumed>) = 0';
    expect(faults(write, begun, answer, back)).toBe(1);
    expect(faults(write, begun, back, answer)).toBe(0);
  });
});
