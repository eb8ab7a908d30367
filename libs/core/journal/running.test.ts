import { runningAlarms, type ProcessStanding, type StoreStanding } from './running.js';

const store: StoreStanding = {
  at: '2026-03-02T12:00:00.000Z',
  journal: { size: 10, headAt: '2026-03-02T11:59:59.000Z', waiting: 0, oldestSeconds: 0 },
  work: { owed: 0, dead: 0, oldestOwedSeconds: 0 },
  queues: [],
  lastBackupAt: '2026-03-02T00:00:00.000Z',
};
const process: ProcessStanding = {
  stores: [{ name: 'database', ready: true }],
  disk: { freeBytes: 50, totalBytes: 100 },
  makesBackups: true,
};
const keys = (s: Partial<StoreStanding>, p: Partial<ProcessStanding> = {}) =>
  runningAlarms({ ...store, ...s }, { ...process, ...p }).map((a) => `${a.key}${a.grave ? '!' : ''}`);

it('says nothing where all is well', () => expect(keys({})).toEqual([]));

it.each<[string, Partial<StoreStanding>, Partial<ProcessStanding>, string[]]>([
  ['a journal that stands still', { journal: { ...store.journal, oldestSeconds: 121 } }, {}, ['journal_stuck!']],
  ['work left lying', { work: { owed: 3, dead: 0, oldestOwedSeconds: 601 } }, {}, ['work_waiting']],
  ['dead letters', { work: { owed: 0, dead: 1, oldestOwedSeconds: 0 } }, {}, ['dead_letters']],
  ['an old backup', { lastBackupAt: '2026-03-01T00:00:00.000Z' }, {}, ['backup_old']],
  ['none at all', { lastBackupAt: null }, {}, ['backup_old']],
  ['backups that others make', { lastBackupAt: null }, { makesBackups: false }, []],
  ['a filling disk', {}, { disk: { freeBytes: 9, totalBytes: 100 } }, ['disk_low']],
  ['a full one', {}, { disk: { freeBytes: 2, totalBytes: 100 } }, ['disk_low!']],
  ['a store that is away', {}, { stores: [{ name: 'queue', ready: false }] }, ['store_away!']],
])('%s', (_, s, p, expected) => expect(keys(s, p)).toEqual(expected));
