import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../../test/setup/certificates.js';
import { readEnvironment } from './environment.js';

const required = { LINEWATCH_INSIDE_TLS: 'required' };
const mail = { LINEWATCH_MAIL_FROM: 'mission@example.org' };

describe("TLS between the mission's own servers", () => {
  it.each([
    ['DATABASE_URL', 'postgres://me:hush@db.example/linewatch', '?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres://me:hush@127.0.0.1,db.example/linewatch?sslmode=disable', '?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres://me:hush@127.0.0.1.example/linewatch', '?sslmode=verify-full'],
    ['REDIS_URL', 'redis://:hush@10.0.0.5:6379', 'rediss'],
    ['REDIS_URL', 'redis://127.0.0.1#:hush@redis.example', 'rediss'],
    ['REDIS_URL', 'redis+sentinel://:hush@one,two/mymaster', 'rediss'],
    ['REDIS_URL', 'redis+cluster://:hush@one,two', 'rediss'],
    ['EVIDENCE_URL', 's3+http://key:hush@objects:9000/evidence', 's3+https://'],
    ['EVIDENCE_URL', 's3+http:///objects:9000/evidence', 's3+https://'],
    ['EVIDENCE_URL', 's3+http://key:hush@127.0.0.1.5.6:9000/evidence', 's3+https://'],
    ['LINEWATCH_SMTP_URL', 'smtp://me:hush@mail.example', 'smtps://'],
  ])('is refused its lack at the start where it is required: %s %s', (name, address, remedy) => {
    const env = { ...mail, [name]: address };
    expect(readEnvironment(env, '/').plainInside).toEqual([name]);
    const start = () => readEnvironment({ ...env, ...required }, '/');
    expect(start).toThrow(`LINEWATCH_INSIDE_TLS=required, but ${name} leads to another machine without TLS`);
    expect(start).toThrow(remedy);
    expect(start).not.toThrow(/hush/);
  });

  it.each([
    ['DATABASE_URL', 'postgres://me:hush@one,two:5433/linewatch?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres://me@%2Fvar%2Frun%2Fpostgresql/linewatch'],
    ['DATABASE_URL', 'postgres://me:hush@localhost:5432,127.0.0.1,[::1]/linewatch'],
    ['REDIS_URL', 'rediss://:hush@redis.example'],
    ['REDIS_URL', 'rediss+sentinel://:hush@one,two/mymaster'],
    ['REDIS_URL', 'rediss+cluster://:hush@one,two'],
    ['REDIS_URL', 'redis://:hush@127.0.0.1:6379'],
    ['EVIDENCE_URL', 's3+https://key:hush@objects/evidence'],
    ['EVIDENCE_URL', 's3+http://key:hush@localhost:9000/evidence'],
    ['LINEWATCH_SMTP_URL', 'smtps://mail.example'],
    ['LINEWATCH_SMTP_URL', 'smtp://127.0.0.1:25'],
  ])('is there, or not needed on the machine itself: %s %s', (name, address) => {
    expect(readEnvironment({ ...mail, ...required, [name]: address }, '/').plainInside).toEqual([]);
  });

  it.each([
    [{ DATABASE_URL: 'postgres://me:hush@db/x?sslmode=require' }, 'DATABASE_URL has sslmode=require'],
    [{ DATABASE_URL: 'postgres://me:hush@db/x?sslmode=no-verify' }, 'DATABASE_URL has sslmode=no-verify'],
    [{ DATABASE_URL: 'postgres://me:hush@db/x?sslmode=verify-full&sslmode=disable' }, 'DATABASE_URL has sslmode='],
    [
      { DATABASE_URL: 'postgres://me:hush@db/x?sslmode=verify-full&uselibpqcompat=true' },
      'DATABASE_URL has ?uselibpqcompat',
    ],
    [{ DATABASE_URL: 'postgres://me:hush@db/x?ssl=no-verify' }, 'DATABASE_URL has ?ssl,'],
    [{ DATABASE_URL: 'postgres://me:hush@localhost/x?host=db.example' }, 'DATABASE_URL has ?host,'],
    [{ LINEWATCH_SMTP_URL: 'smtps://mail/?tls.rejectUnauthorized=false' }, '?tls.rejectUnauthorized'],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0 would believe every certificate'],
    [{ PGSSLMODE: 'no-verify' }, 'PGSSLMODE is not read'],
    [{ LINEWATCH_INSIDE_TLS: 'prefer' }, 'LINEWATCH_INSIDE_TLS must be required or offered, not "prefer"'],
  ])('is never half of it, also where it is offered: %j', (env, fault) => {
    expect(() => readEnvironment({ ...mail, ...env }, '/')).toThrow(fault);
    expect(() => readEnvironment({ ...mail, ...env }, '/')).not.toThrow(/hush/);
  });

  it('takes the authorities from a file, and nothing that is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'inside-tls-'));
    const given = (text: string) => {
      writeFileSync(join(folder, 'ca.pem'), text);
      return readEnvironment({ LINEWATCH_INSIDE_CA: 'ca.pem' }, folder).insideCa;
    };
    try {
      const [one, two] = [makeAuthority('one'), makeAuthority('two')];
      const server = one.issue('db.example');
      expect(given(`for us\n${one.certificate}${two.certificate}`)).toBe((one.certificate + two.certificate).trim());
      expect(() => given('')).toThrow('LINEWATCH_INSIDE_CA names a file that holds no certificate in PEM form');
      expect(() => given(server.certificate)).toThrow('holds a certificate of a server, not of who issued it');
      expect(() => given(one.certificate + server.key)).toThrow('holds a private key');
      expect(() => given(one.certificate.replace(/.{60}\n/, '\n'))).toThrow('holds a certificate that cannot be read');
      expect(() => readEnvironment({ LINEWATCH_INSIDE_CA: 'none.pem' }, folder)).toThrow(/cannot be read.*ENOENT/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
