import { onBothDatabases } from './testing/suite.js';
import { accepted, sighting } from './testing/rows.js';

onBothDatabases('A process of an older version', (bench) => {
  it('writes nothing once a newer one has changed the schema, and does not start again', async () => {
    const { db } = bench();
    const write = (id: string) =>
      db.uow.run(async (tx) => {
        await tx.write.sightings([sighting(id)]);
        await tx.append(accepted(id));
      });
    await write('before');
    await db.writer.query(
      `INSERT INTO "schema_migration" ("timestamp", "name") VALUES (9000000000000, 'FromTheFuture')`,
    );
    try {
      await expect(write('after')).rejects.toMatchObject({ code: 'unavailable' });
      await expect(write('again')).rejects.toMatchObject({ code: 'unavailable' });
      await expect(db.migrate()).rejects.toMatchObject({ code: 'not_possible' });
      // What is there can still be read.
      expect(await db.uow.read((reads) => reads.sightings.getMany(['before', 'after', 'again']))).toHaveLength(1);
    } finally {
      await db.writer.query(`DELETE FROM "schema_migration" WHERE "name" = 'FromTheFuture'`);
    }
    await write('healed');
  });
});
