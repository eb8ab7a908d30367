import type { Actor } from '#core/access/types.js';
import { type Prepared, type Stored, storeReady } from '#core/intake/accept.js';
import type { Sighting } from '#core/intake/types.js';
import { sighting } from './testing/rows.js';
import { onBothDatabases } from './testing/suite.js';

const actor: Actor = { id: 'monitor-1', role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };

const ready = (id: string, change: Partial<Sighting> = {}): Prepared => ({
  actor,
  sighting: sighting(id, change),
  restriction: null,
  jamming: null,
  complaint: null,
  sequence: null,
});

const said = (stored: readonly Stored[]): string[] =>
  stored.map((one) => (one.status === 'refused' ? `refused: ${one.problem.code}` : one.status));

const entryOf = (stored: Stored): string => (stored.status === 'refused' ? 'none' : stored.entry.id);

// Where a server answers, an accept writes first and looks only where a key is taken.
onBothDatabases('Accepting what may have been here before', (bench) => {
  const store = (...items: Prepared[]) => storeReady(bench().db, items);
  const entries = async () =>
    (await bench().db.uow.read((reads) => reads.journal.ofSubject('sighting', 'a'))).filter(
      ({ type }) => type === 'sighting.accepted',
    );

  it('takes what is new beside what is here, and gives that its first entry', async () => {
    const first = await store(ready('a'), ready('b'), ready('a'));
    expect(said(first)).toEqual(['accepted', 'accepted', 'repeated']);
    const again = await store(ready('c'), ready('a'), ready('b', { sha256: 'c'.repeat(64) }), ready('d'));
    expect(said(again)).toEqual(['accepted', 'repeated', 'refused: conflict', 'accepted']);
    expect([entryOf(again[1]!), entryOf(first[2]!)]).toEqual([entryOf(first[0]!), entryOf(first[0]!)]);
    const rows = await bench().db.uow.read((reads) => reads.sightings.getMany(['a', 'b', 'c', 'd']));
    expect(rows.map(({ id, sha256 }) => [id, sha256[0]])).toEqual([
      ['a', 'a'],
      ['b', 'a'],
      ['c', 'a'],
      ['d', 'a'],
    ]);
  });

  it('accepts once what is brought ten times at once, each time among others', async () => {
    const brought = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        i % 2 === 0 ? store(ready('a'), ready(`own-${i}`)) : store(ready(`own-${i}`), ready('a')),
      ),
    );
    const ofA = brought.map((two, i) => two[i % 2]!);
    expect(said(ofA).sort()).toEqual(['accepted', ...Array.from({ length: 9 }, () => 'repeated')]);
    expect(new Set(ofA.map(entryOf)).size).toBe(1);
    expect(said(brought.map((two, i) => two[1 - (i % 2)]!))).toEqual(Array.from({ length: 10 }, () => 'accepted'));
    expect(await entries()).toHaveLength(1);
  });
});
