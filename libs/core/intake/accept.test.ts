import { acceptSightings, acceptTogether } from './accept.js';
import { device, id, liaison, monitor, problemOf, publicKey, report, world } from './intake.fixture.js';
import { verifyReceipt } from './receipt.js';
import type { SightingInput } from './types.js';

describe('accepting sightings', () => {
  it('stores, journals and receipts in one transaction, keeping order and sparing neighbours', async () => {
    const w = world();
    const results = await acceptSightings(w.deps, monitor, [
      report(1),
      report(2, { kind: 'nonsense', start: 'yesterday', end: '2026-11-22T06:31:00', weapon: 'spear' }),
      report(3, { means: 'camera' }),
      report(4),
    ]);
    expect(results.map((r) => r.status)).toEqual(['accepted', 'refused', 'refused', 'accepted']);
    expect(problemOf(results[1]).pointers.map((p) => p.pointer)).toEqual(['/kind', '/weapon', '/start', '/end']);
    expect(problemOf(results[2]).pointers.map((p) => p.pointer)).toEqual(['/means']);
    expect(w.transactions()).toBe(1);
    expect([...w.state().sightings.keys()]).toEqual([id(1), id(4)]);
    expect(w.state().entries.map((e) => e.type)).toEqual(['sighting.accepted', 'sighting.accepted']);
    const stored = w.state().sightings.get(id(1));
    expect(stored).toMatchObject({
      start: '2026-11-22T04:30:00.000Z',
      end: '2026-11-22T04:31:00.000Z',
      sector: 's1',
      side: { a: 1, b: 0 },
      reportingDay: '2026-11-22',
      reportingWeek: '2026-W47',
      provider: 'mission',
      flags: [],
    });
    expect(JSON.stringify(w.state().entries)).not.toContain('five blasts');
  });

  it('gives a repeat the first receipt byte for byte, also within one batch, and other content a conflict', async () => {
    const w = world();
    const first = await acceptSightings(w.deps, monitor, [report(1), report(1), report(1, { count: 3 })]);
    expect(first.map((r) => r.status)).toEqual(['accepted', 'repeated', 'refused']);
    expect(problemOf(first[2]).code).toBe('conflict');
    const again = await acceptSightings(w.deps, monitor, [{ ...report(1), weapon: undefined }]);
    expect(again[0]).toMatchObject({ status: 'repeated' });
    const receipts = [first[0], first[1], again[0]].map((r) => JSON.stringify((r as { receipt: unknown }).receipt));
    expect(new Set(receipts).size).toBe(1);
    expect(w.state().entries).toHaveLength(1);
    const receipt = (first[0] as { receipt: Parameters<typeof verifyReceipt>[0] }).receipt;
    expect(receipt.leafHash).toBe(w.state().entries[0]?.leafHash);
    expect(verifyReceipt(receipt, publicKey)).toBe(true);
    expect(verifyReceipt({ ...receipt, sha256: '0'.repeat(64) }, publicKey)).toBe(false);
    expect(verifyReceipt(receipt, 'short')).toBe(false);
  });

  it('keeps apart what several actors bring in one transaction', async () => {
    const w = world();
    const other = { ...monitor, id: 'monitor-2' };
    const results = await acceptTogether(w.deps, [
      { actor: monitor, input: report(1) },
      { actor: other, input: report(2) },
      { actor: liaison, input: report(3, { provider: 'mission' }) },
      { actor: other, input: report(1, { count: 9 }) },
      { actor: liaison, input: report(4) },
    ]);
    expect(results.map((r) => r.status)).toEqual(['accepted', 'accepted', 'refused', 'refused', 'accepted']);
    expect(w.transactions()).toBe(1);
    expect([...w.state().sightings.values()].map((s) => [s.id, s.submittedBy, s.provider])).toEqual([
      [id(1), monitor.id, 'mission'],
      [id(2), other.id, 'mission'],
      [id(4), liaison.id, 'party:a'],
    ]);
    expect(w.state().entries.map((e) => [e.type, e.subject.id, e.actor])).toEqual([
      ['sighting.accepted', id(1), monitor.id],
      ['sighting.accepted', id(2), other.id],
      ['sighting.accepted', id(4), liaison.id],
      ['complaint.filed', id(4), liaison.id],
    ]);
    const alone = await acceptSightings(w.deps, other, [report(2)]);
    expect(alone[0]).toEqual({ ...results[1], status: 'repeated' });
  });

  it('flags times out of range instead of dropping them', async () => {
    const w = world();
    const at = (start: string, end = start) => ({ start, end });
    const results = await acceptSightings(w.deps, monitor, [
      report(1, at('2026-11-22T06:00:00Z')),
      report(2, at('2025-12-31T23:59:59Z')),
      report(3, at('1970-01-01T00:00:03Z')),
      report(4, at('9999-12-01T00:00:00Z')),
      report(5, { ...at('2026-11-22T04:00:00Z'), place: { type: 'fix', lat: 12, lon: 30, precisionMetres: 5 } }),
      report(6, at('2026-11-22T05:09:00Z')),
    ]);
    expect(results.map((r) => (r.status === 'refused' ? r.problem : r.flags))).toEqual([
      ['future', 'clock_doubtful'],
      ['before_ceasefire', 'too_old'],
      ['before_ceasefire', 'too_old', 'clock_doubtful'],
      ['future', 'clock_doubtful'],
      ['outside_sectors'],
      [],
    ]);
  });

  it('walls parties off each other and off the mission', async () => {
    const w = world();
    const results = await acceptSightings(w.deps, liaison, [
      report(1),
      report(2, { provider: 'party:a' }),
      report(3, { provider: 'party:b' }),
      report(4, { provider: 'mission' }),
    ]);
    expect(results.map((r) => r.status)).toEqual(['accepted', 'accepted', 'refused', 'refused']);
    expect(w.state().sightings.get(id(1))?.provider).toBe('party:a');
    // The same words from the mission are another record: the id is taken.
    const [mine] = await acceptSightings(w.deps, monitor, [report(1)]);
    expect(problemOf(mine).code).toBe('conflict');
  });

  it('asks back for ambiguous and unknown places', async () => {
    const w = world();
    const named = (n: number, name: string, more = {}) =>
      report(n, { place: { type: 'place_name', name, ...more } as SightingInput['place'] });
    const results = await acceptSightings(w.deps, monitor, [
      named(1, 'Ford'),
      named(2, 'Ford', { settlementId: 'ford-s' }),
      named(3, 'Bigg Citi'),
      named(4, 'Big City', { bearing: 'SSE', distanceMetres: 4000 }),
    ]);
    const ambiguous = problemOf(results[0]);
    expect(ambiguous).toMatchObject({ code: 'ambiguous_place', pointers: [{ pointer: '/place/name' }] });
    expect(ambiguous.extra['candidates']).toMatchObject([
      { id: 'ford-n', name: { en: 'Ford' }, lat: 50.1, near: { id: 'city' } },
      { id: 'ford-s', near: { id: 'city' } },
    ]);
    expect(results[1]?.status).toBe('accepted');
    expect(problemOf(results[2])).toMatchObject({ code: 'unknown_place', extra: { suggestions: [{ id: 'city' }] } });
    expect(results[3]?.status).toBe('accepted');
    const placed = w.state().sightings.get(id(4));
    expect(placed?.estimate.method).toBe('place_name');
    expect(placed?.estimate.lat).toBeLessThan(50.3);
    expect(placed?.said).toEqual({ type: 'place_name', name: 'Big City', bearing: 'SSE', distanceMetres: 4000 });
  });

  it('flags what a device sends after a later message', async () => {
    const w = world();
    const seen = (n: number, sequence: number) =>
      report(n, { type: 'observation', means: 'camera', text: undefined, sequence });
    const results = await acceptSightings(w.deps, device, [seen(1, 7), seen(2, 5)]);
    expect(results.map((r) => (r.status === 'refused' ? r.problem : r.flags))).toEqual([[], ['out_of_order']]);
  });

  it.each([null, 7, 'x', [], {}, { place: { type: 'fix', lat: NaN } }, { place: { type: 'x' }, evidence: 'no' }])(
    'refuses %j with a Problem',
    async (input) => {
      const [result] = await acceptSightings(world().deps, monitor, [input as unknown as SightingInput]);
      expect(problemOf(result).code).toBe('invalid_input');
    },
  );
});
