/**
 * Reads a trace of system calls (strace -f -ttt -y) line by line and finds answers 201 that were written while
 * something before them was not yet on stable storage: evidence, its folder, or the log of SQLite or PostgreSQL.
 */
export interface Order {
  /** Answers 201 seen. */
  answers: number;
  /** Files of evidence seen that were put into their place. */
  files: number;
  /** Syncs of the database's log seen. */
  logs: number;
  faults: string[];
}

/** Written, and not synced since. */
interface Unsynced {
  log: boolean;
  blobs: Set<string>;
  folders: Set<string>;
}

export function faultsOfOrder(trace: string): Order {
  const order: Order = { answers: 0, files: 0, logs: 0, faults: [] };
  const open: Unsynced = { log: false, blobs: new Set(), folders: new Set() };
  const syncs = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+) +[\d.]+ (.*)$/.exec(line) ?? [];
    const [, path] = /^(?:fsync|fdatasync)\(\d+<([^>]*)>/.exec(call) ?? [];
    if (path !== undefined && call.includes('<unfinished')) syncs.set(thread, path);
    else if (path !== undefined) settle(open, order, call, path);
    else if (/^<\.\.\. (fsync|fdatasync) resumed>/.test(call)) settle(open, order, call, syncs.get(thread) ?? '');
    else note(open, order, call);
  }
  return order;
}

/** What a commit stands in before it is anywhere else. */
const isLog = (path: string): boolean => path.endsWith('-wal') || path.includes('/pg_wal/');

/** A sync counts from when it has come back without an error. */
function settle(open: Unsynced, order: Order, call: string, path: string): void {
  if (!/= 0\s*$/.test(call)) return;
  if (isLog(path)) {
    open.log = false;
    order.logs += 1;
  }
  open.blobs.delete(path);
  open.folders.delete(path);
}

function note(open: Unsynced, order: Order, call: string): void {
  const [, log = ''] = /^pwrite(?:64|v)\(\d+<([^>]*)>/.exec(call) ?? [];
  if (isLog(log)) open.log = true;
  const [, incoming] = /^(?:pwrite64|write|writev)\(\d+<([^>]*\/incoming\/[^>]*)>/.exec(call) ?? [];
  if (incoming) open.blobs.add(incoming);
  const [, from, to] = /^rename\("([^"]*\/incoming\/[^"]*)", "([^"]*)\//.exec(call) ?? [];
  if (from && to) {
    order.files += 1;
    if (open.blobs.has(from)) order.faults.push(`${from} was put into its place before it was synced`);
    open.folders.add(to);
  }
  if (!/^(?:write|writev|sendto|sendmsg)\(\d+<[^>]*>, .*HTTP\/1\.1 201/.test(call)) return;
  order.answers += 1;
  if (open.log) order.faults.push(`answer ${order.answers} was written before the database was synced`);
  for (const folder of open.folders)
    order.faults.push(`answer ${order.answers} was written before ${folder} was synced`);
}
