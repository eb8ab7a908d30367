/** The lines between the mission's own servers. @type {import('./attacks.mjs').Attack[]} */
export const insideAttacks = [
  {
    id: 'inside-plain',
    attack: 'Read along between the program and its database, queue or evidence store',
    defence: 'Where TLS is required, an address without it stops the start',
    test: ['libs/host/inside-tls.test.ts', 'is refused its lack at the start where it is required'],
    without: [
      {
        file: 'libs/host/environment.ts',
        find: "insideTls === 'required' ? faultsOfPlain(inside) : []",
        put: '[]',
      },
    ],
  },
  {
    id: 'inside-half',
    attack: 'An address that asks for TLS and checks nothing',
    defence: 'Only sslmode=verify-full is TLS; every other word that weakens it stops the start',
    test: ['libs/host/inside-tls.test.ts', 'is never half of it, also where it is offered'],
    without: [{ file: 'libs/host/environment.ts', find: '...faultsOfTls(env, inside), ', put: '' }],
  },
  {
    id: 'inside-database',
    attack: 'Stand on the line as the database, with a certificate of one’s own or of another server',
    defence: 'Certificate and name of the database are checked',
    test: ['test/inside-tls.test.ts', 'PostgreSQL by TLS is believed with a certificate of the mission that names it'],
    without: [{ file: 'libs/db/postgres-tls.ts', find: 'rejectUnauthorized: true', put: 'rejectUnauthorized: false' }],
  },
  {
    id: 'inside-queue',
    attack: 'Stand on the line as the queue’s Redis',
    defence: 'Certificate and name of the Redis are checked',
    test: ['test/inside-tls.test.ts', 'Redis by TLS is believed with a certificate of the mission that names it'],
    without: [
      { file: 'libs/queue/redis-address.ts', find: 'rejectUnauthorized: true', put: 'rejectUnauthorized: false' },
    ],
  },
  {
    id: 'inside-sentinel',
    attack: 'Read the Sentinels’ password on the line, or name another master',
    defence: 'Sentinels are asked by TLS as well',
    test: ['test/inside-tls.test.ts', 'is found by Sentinels that hear TLS alone'],
    without: [{ file: 'libs/queue/redis-address.ts', find: ', sentinelTLS: tls', put: '' }],
  },
  {
    id: 'inside-evidence',
    attack: 'Stand on the line as the evidence store',
    defence: 'Certificate and name of the store are checked',
    test: ['test/inside-tls.test.ts', 'evidence store by TLS is believed with a certificate of the mission'],
    without: [{ file: 'libs/db/blobs/s3.ts', find: 'rejectUnauthorized: true', put: 'rejectUnauthorized: false' }],
  },
  {
    id: 'inside-proxy',
    attack: 'Read passwords and reports between the proxy and an api on another machine',
    defence: 'Where TLS is required, an api that others reach in the clear does not start',
    test: ['apps/standalone/certificate.test.ts', 'nobody is served in the clear from another machine'],
    without: [
      {
        file: 'apps/standalone/environment.ts',
        find: "environment.insideTls === 'required'",
        put: 'false',
      },
    ],
  },
  {
    id: 'old-tls',
    attack: 'A line recorded today and read once the key of the certificate is found',
    defence: 'Only ciphers whose keys are made for the one connection',
    test: ['apps/api/http/tls.test.ts', 'speaks TLS 1.3, or 1.2 with keys for this one connection'],
    without: [{ file: 'libs/host/own-tls.ts', find: ' ciphers, minVersion:', put: ' minVersion:' }],
  },
];
