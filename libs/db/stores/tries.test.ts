import { takeTurn, turnWasGood } from '#core/access/limiter.js';
import { openDatabase } from '../open.js';
import { growingIds } from '../testing/parts.js';
import { onBothDatabases } from '../testing/suite.js';

onBothDatabases('Tries to sign in', (bench) => {
  it('are counted by all processes together, also those that come at once, and forgotten after a day', async () => {
    const { db, at, clock } = bench();
    const other = await openDatabase(at.options, { clock, ids: growingIds() });
    try {
      const waits = await Promise.all(
        [db, other, db, other, db, other].map(({ uow }) => takeTurn({ uow }, 'ada', 'place', false)),
      );
      expect(waits.filter((wait) => wait === 0)).toHaveLength(4);
      expect(await takeTurn(other, 'ada', 'place', false)).toBe(2);
      await turnWasGood(db, 'ada', 'place');
      expect(await takeTurn(other, 'ada', 'place', true)).toBe(0);
      clock.move(25 * 3600);
      expect(await takeTurn(other, 'grace', 'elsewhere', false)).toBe(0);
      const rows = await db.snapshot((sql) => sql.all('SELECT count(*) AS "n" FROM "sign_in_tries"'));
      expect(Number(rows[0]!.n)).toBe(3);
    } finally {
      await other.close();
    }
  });
});
