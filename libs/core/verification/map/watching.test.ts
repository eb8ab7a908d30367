import type { Heard } from '../../ports-console.js';
import { healthOf } from './health.js';
import { cellsOf } from './watched.js';
import { gapsOf } from './watching-now.js';

const hour = (text: string) => Date.parse(`2026-03-02T${text}:00Z`) / 3_600_000;
const effort = (start: string, end: string, usableHours: number, change: object = {}) =>
  ({
    id: start,
    means: 'eye',
    sourceId: 'post',
    sector: 'a',
    start: `2026-03-02T${start}:00.000Z`,
    end: `2026-03-02T${end}:00.000Z`,
    usableHours,
    lostHours: 0,
    ...change,
  }) as never;

it('spreads watching over the hours it touches, and only those asked for', () => {
  const cells = cellsOf(
    [effort('09:30', '12:00', 2.5), effort('10:00', '11:00', 0.5, { sourceId: 'mast' })],
    hour('10:00'),
    hour('12:00'),
  );
  expect(cells.map((c) => [c.hour.slice(11, 13), c.usableHours, c.sources])).toEqual([
    ['10', 1.5, 2],
    ['11', 1, 1],
  ]);
});

it('names the hours in which nobody watched, lost ones included', () => {
  const cells = cellsOf(
    [effort('09:00', '10:00', 1), effort('11:00', '12:00', 0, { lostHours: 1 })],
    hour('08:00'),
    hour('13:00'),
  );
  expect(gapsOf(cells, hour('08:00'), hour('13:00')).map((g) => [g.from.slice(11, 13), g.to.slice(11, 13)])).toEqual([
    ['08', '09'],
    ['10', '13'],
  ]);
});

describe('health', () => {
  const heard = (platformId: string, ...minutes: number[]): Heard[] =>
    minutes.map((m) => ({
      platformId,
      submittedBy: 'd1',
      means: 'camera',
      sector: 'a',
      receivedAt: new Date(Date.parse('2026-03-02T10:00:00Z') + m * 60_000).toISOString(),
    }));
  it('a machine is silent after four times its usual wait, from the moment it was overdue', () => {
    const at = '2026-03-02T11:00:00.000Z';
    const rows = healthOf(
      [...heard('steady', 0, 10, 20, 30, 40, 50), ...heard('gone', 0, 3, 6, 9), ...heard('rare', 0, 50)],
      [
        { id: 'd1', name: 'Mast 1' },
        { id: 'd2', name: 'Mast 2' },
      ],
      at,
    );
    expect(rows.map((r) => [r.sourceId, r.state, r.usualSeconds, r.silentSince])).toEqual([
      ['gone', 'silent', 180, '2026-03-02T10:21:00.000Z'],
      ['d2', 'unknown', null, null],
      ['rare', 'unknown', null, null],
      ['steady', 'live', 600, null],
    ]);
    expect(rows[0]).toMatchObject({ deviceId: 'd1', deviceName: 'Mast 1' });
  });
});
