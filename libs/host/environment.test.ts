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

  it('requires a second factor where many people come to one PostgreSQL, unless it is said otherwise', () => {
    const DATABASE_URL = 'postgres://me:hush@localhost/linewatch';
    const rule = (env: Record<string, string>) => readEnvironment(env, '/').secondFactor;
    expect([rule({}), rule({ DATABASE_URL })]).toEqual(['offered', 'required']);
    expect(rule({ LINEWATCH_SECOND_FACTOR: 'required' })).toBe('required');
    expect(rule({ DATABASE_URL, LINEWATCH_SECOND_FACTOR: 'offered' })).toBe('offered');
    expect(() => rule({ LINEWATCH_SECOND_FACTOR: 'no' })).toThrow(
      /LINEWATCH_SECOND_FACTOR must be required or offered/,
    );
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

  it.each([
    ['DATABASE_URL', 'postgres://me:hush@one:5432,two:5433/linewatch?target_session_attrs=read-write'],
    ['REDIS_URL', 'redis+sentinel://:hush@one:26379,two:26379,three:26379/mymaster'],
    ['REDIS_URL', 'rediss+cluster://one,two'],
  ])('takes several hosts in %s: %s', (name, value) => {
    const env = readEnvironment({ [name]: value }, '/');
    expect([env.databaseUrl, env.redisUrl]).toContain(value);
  });

  it.each([
    [{ REDIS_URL: 'redis://one,two' }, 'REDIS_URL names 2 hosts'],
    [{ REDIS_URL: 'redis+sentinel://:hush@one,two' }, 'REDIS_URL must end with the name of the master'],
    [
      { REDIS_URL: 'redis+cluster://one', LINEWATCH_QUEUE_PREFIX: 'flat' },
      'LINEWATCH_QUEUE_PREFIX must have a part in',
    ],
    [{ DATABASE_URL: 'postgres://me:hush@one:54x,two/linewatch' }, 'DATABASE_URL must be an address'],
    [{ EVIDENCE_URL: 's3+https://key:hush@one,two/bucket' }, 'EVIDENCE_URL names 2 hosts'],
  ])('names the variable at fault in %j', (env, fault) => {
    expect(() => readEnvironment(env, '/')).toThrow(fault);
    expect(() => readEnvironment(env, '/')).not.toThrow(/hush/);
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
