import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentFaults, readEnvironment } from './environment.js';

describe('environment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({}, '/srv/linewatch')).toMatchObject({
      dataDir: '/srv/linewatch/.data',
      keyFile: '/srv/linewatch/.data/keys/mission.pem',
      databaseUrl: null,
      redisUrl: null,
      port: 8080,
      host: '127.0.0.1',
      mapTiles: null,
    });
    const { mapTiles } = readEnvironment({ LINEWATCH_MAP_TILES: 'base.pmtiles' }, '/srv/linewatch');
    expect(mapTiles).toBe('/srv/linewatch/base.pmtiles');
  });

  it('lists every fault at once and repeats no secret', () => {
    const bad = {
      LINEWATCH_PORT: '80a',
      LINEWATCH_LOG: 'loud',
      LINEWATCH_PROT: '1',
      DATABASE_URL: 'mysql://user:hush@db/x',
      REDIS_URL: 'redis://a',
      REDIS_URL_FILE: '/nowhere',
    };
    let faults: string[] = [];
    try {
      readEnvironment(bad, '/');
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentFaults);
      faults = (error as EnvironmentFaults).faults;
    }
    expect(faults).toHaveLength(5);
    expect(faults.join('\n')).toMatch(/LINEWATCH_PORT.*80a/);
    expect(faults.join('\n')).toMatch(/LINEWATCH_PROT is not a setting/);
    expect(faults.join('\n')).not.toContain('hush');
  });

  it('takes secrets from files', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'environment-'));
    try {
      await writeFile(join(dir, 'url'), 'postgres://user:hush@db/linewatch\n');
      const env = readEnvironment({ DATABASE_URL_FILE: join(dir, 'url') }, '/');
      expect(env.databaseUrl).toBe('postgres://user:hush@db/linewatch');
      expect(() => readEnvironment({ DATABASE_URL_FILE: join(dir, 'none') }, '/')).toThrow(
        /DATABASE_URL_FILE.*ENOENT/s,
      );
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
