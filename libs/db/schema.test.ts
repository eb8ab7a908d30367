import { onBothDatabases } from './testing/suite.js';
import { accepted, sighting } from './testing/rows.js';
import { newSigner } from './testing/parts.js';

onBothDatabases('The schema', (bench) => {
  it('has no drift between migrations and entities', async () => {
    const log = await bench().db.writer.driver.createSchemaBuilder().log();
    expect(log.upQueries.map((q) => q.query)).toEqual([]);
  });

  it('migrates twice without harm', async () => {
    await bench().db.migrate();
    expect(await bench().db.uow.read((r) => r.journal.head())).toBeNull();
  });

  it('takes an entry and gives it a position', async () => {
    const { db } = bench();
    await db.uow.run(async (tx) => {
      await tx.write.sightings([sighting('s-1')]);
      await tx.append(accepted('s-1'));
    });
    const placed = await db.uow.run((tx) => tx.sequence(10, () => [], newSigner()));
    // The entry and the seal of its row.
    expect(placed.map((e) => e.position)).toEqual([0, 1]);
    expect(await db.uow.read((r) => r.sightings.get('s-1'))).toEqual(sighting('s-1'));
  });
});
