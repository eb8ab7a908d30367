/** What comes in at the edge: bodies, addresses, streams, calls that go out. @type {import('./attacks.mjs').Attack[]} */
export const edgeAttacks = [
  {
    id: 'flood-queue',
    attack: 'One submitter that hands in 70,000 records at once',
    defence: 'A lane for each submitter: very much waits behind the others',
    test: ['libs/core/journal/lanes.test.ts', 'lets whoever submits very much wait behind the others'],
    without: [
      { file: 'libs/core/journal/lanes.ts', find: 'return count <= free ? 0 :', put: 'return count > 0 ? 0 :' },
    ],
  },
  {
    id: 'flood-party',
    attack: 'Many accounts of one party that flood, each below its own limit',
    defence: 'A bucket for each party',
    test: ['apps/api/http/limits.test.ts', 'closes the door to itself and to nobody else'],
    without: [
      { file: 'apps/api/http/access.guard.ts', find: '    if (party !== null) this.perParty.take(party);\n', put: '' },
    ],
  },
  {
    id: 'odd-shape',
    attack: 'A list where an object belongs, or a member named "constructor"',
    defence: 'What makes the transformer of forms throw is a fault of the body',
    test: ['apps/api/http/hostile.test.ts', 'is refused, in one report and in a line of many'],
    without: [
      {
        file: 'apps/api/http/validation.ts',
        find: 'return plainToInstance(form, plain);\n  } catch (error) {\n    throw error instanceof TypeError ? shapeless() : error;',
        put: 'return plainToInstance(form, plain);\n  } catch (error) {\n    throw error;',
      },
    ],
  },
  {
    id: 'forged-address',
    attack: 'A client that names another address in X-Forwarded-For',
    defence: 'Exactly as many proxies are believed as are configured',
    test: ['apps/api/http/limits.test.ts', 'believes no address that a client names itself'],
    without: [
      {
        file: 'apps/api/http/fastify.ts',
        find: 'trustProxy: (_address, hop) => hop < config.trustedProxies',
        put: 'trustProxy: true',
      },
    ],
  },
  {
    id: 'schema-bypass',
    attack: 'A body under an odd content type that no form checks',
    defence: 'One parser by exact type; the guard compares the type once more; forms refuse unknown fields',
    test: ['apps/api/http/edge.test.ts', 'where JSON is expected'],
    without: [
      {
        file: 'apps/api/http/fastify.ts',
        find: '  server.removeAllContentTypeParsers();\n',
        put: "  server.removeAllContentTypeParsers();\n  server.addContentTypeParser('*', { parseAs: 'string' }, (_r, body, done) => done(null, JSON.parse(body as string)));\n",
      },
      { file: 'apps/api/http/access.guard.ts', find: 'requireBodyType(request, kind);\n', put: '\n' },
    ],
  },
  {
    id: 'mass-assignment',
    attack: 'Extra fields (role, party, verdict) in a body',
    defence: 'Forms are closed: an unknown field is refused',
    test: ['apps/api/http/edge.test.ts', 'answers problems that point at the field'],
    without: [
      {
        file: 'apps/api/http/validation.ts',
        find: '  whitelist: true,\n  forbidNonWhitelisted: true,\n',
        put: '',
      },
    ],
  },
  {
    id: 'sql-in-cursor',
    attack: 'SQL in cursors, filters and invented sort fields',
    defence: 'Values are bound; columns come from code; a cursor holds keys and nothing else',
    test: ['apps/api/http/queries.slow.test.ts', 'are values or refused'],
    without: [
      {
        file: 'libs/db/stores/sightings.ts',
        find: `also('("received_at", "id") < (?, ?)', ...keysOf(cursor, ['string', 'string']))`,
        put: "also(`(\"received_at\", \"id\") < ('${keysOf(cursor, ['string', 'string']).join(\"', '\")}')`)",
      },
    ],
  },
  {
    id: 'cursor-nul',
    attack: 'U+0000 or infinity hidden in a cursor, which one database takes and the other fails on',
    defence: 'Keys of a cursor are held to what both databases store',
    test: ['libs/db/stores/page.test.ts', 'is refused'],
    without: [{ file: 'libs/db/stores/page.ts', find: ' && isKey(k))', put: ')' }],
  },
  {
    id: 'prototype',
    attack: '__proto__ and constructor.prototype in JSON',
    defence: 'The parser refuses both keys',
    test: ['apps/api/http/edge.test.ts', 'and stays clean'],
    without: [
      {
        file: 'apps/api/http/fastify.ts',
        find: "server.getDefaultJsonParser('error', 'error')",
        put: "server.getDefaultJsonParser('ignore', 'ignore')",
      },
    ],
  },
  {
    id: 'prototype-bulk',
    attack: '__proto__ in a line of a bulk stream',
    defence: 'Such a line is a fault',
    test: ['libs/formats/ndjson.test.ts', 'refuses long, deep, broken and prototype lines'],
    without: [
      {
        file: 'libs/formats/ndjson.ts',
        find: "if (Object.hasOwn(value, '__proto__')) return",
        put: 'if (value === undefined) return',
      },
    ],
  },
  {
    id: 'json-bomb',
    attack: 'Deep, wide or full JSON from anybody',
    defence: 'One pass over the text before anything is built',
    test: ['apps/api/http/edge.test.ts', 'from anybody in no time'],
    without: [
      {
        file: 'apps/api/http/fastify.ts',
        find: 'const unfit = jsonScreen(text);',
        put: 'const unfit = null as string | null; void jsonScreen;',
      },
    ],
  },
  {
    id: 'ssrf',
    attack: 'A contact whose address lies inside the mission’s own network',
    defence: 'Addresses are checked at the moment of connecting, names by what they resolve to',
    test: ['libs/host/channels/channels.test.ts', 'go to no private address'],
    without: [
      {
        file: 'libs/host/channels/web.ts',
        find: "return ipaddr.process(address).range() === 'unicast';",
        put: 'return true;',
      },
    ],
  },
  {
    id: 'redirect',
    attack: 'A contact’s server that redirects to somewhere else',
    defence: 'Redirects are not followed; the call fails for good',
    test: ['libs/host/channels/channels.test.ts', 'follow no redirect'],
    without: [
      { file: 'libs/host/channels/web.ts', find: 'if (status >= 300 && status < 400)', put: 'if (status === 0)' },
    ],
  },
  {
    id: 'entities',
    attack: 'External entities and entity bombs in GPX, the only XML that is read',
    defence: 'A document type declaration ends the reading at once',
    test: ['libs/formats/gpx.test.ts', 'with a document type is refused'],
    without: [
      {
        file: 'libs/formats/gpx.ts',
        find: "throw refused('A document type declaration is not accepted.');\n    });",
        put: '});',
      },
      {
        file: 'libs/formats/gpx.ts',
        find: 'if (!this.seenRoot && /<!DOCTYPE|<!ENTITY/i.test(text))',
        put: 'if (text === undefined)',
      },
    ],
  },
  {
    id: 'log-line',
    attack: 'Line breaks and terminal signs in what is logged',
    defence: 'The log has the route’s pattern, never the address, and is JSON',
    test: ['apps/api/http/hostile.test.ts', 'stay in one JSON event each'],
    without: [
      {
        file: 'apps/api/http/fastify.ts',
        find: "const route = request.routeOptions.url ?? 'none';",
        put: 'const route = decodeURIComponent(request.url);',
      },
    ],
  },
  {
    id: 'regex',
    attack: '50,000 signs that make a regular expression backtrack for minutes',
    defence: 'No expression of ours has two ways to read the same run of signs',
    test: ['test/attacks/regex.slow.test.ts', 'of a bad kind are found out'],
    argued: 'The test reads the sources themselves; this one of it is the counter-test with expressions of a bad kind.',
  },
  {
    id: 'shape',
    attack: 'Shapes that no map has: too many corners, infinity, corners that are objects',
    defence: 'Forms with limits and finite numbers before any geometry',
    test: ['apps/api/http/hostile.test.ts', 'is refused with its field'],
    without: [
      {
        file: 'apps/api/http/fields.ts',
        find: 'value.length <= 1000 && value.every(isCorner)',
        put: 'value.length <= 1e6',
      },
      { file: 'libs/core/intake/place-check.ts', find: 'polygon.length > 10_000', put: 'polygon.length > 1e6' },
    ],
  },
  {
    id: 'time',
    attack: 'Clocks years away, days that do not exist, ends before starts',
    defence: 'Impossible times are refused with their field, odd ones are kept with a flag',
    test: ['libs/core/intake/accept.test.ts', 'flags times out of range instead of dropping them'],
    without: [{ file: 'libs/core/intake/time.ts', find: "  if (future) flags.push('future');\n", put: '' }],
  },
  {
    id: 'poison',
    attack: 'A job that can never succeed',
    defence: 'It is tried a bounded number of times, then it is a dead letter with its reason',
    test: ['libs/queue/bus.test.ts', 'does not try again what can never succeed'],
    without: [
      {
        file: 'libs/queue/crew.ts',
        find: 'if (!isPermanent(error)) throw error;',
        put: 'if (error || isPermanent(error)) throw error;',
      },
    ],
  },
  {
    id: 'flood-actor',
    attack: 'One account or device that floods',
    defence: 'A bucket for each',
    test: ['apps/api/http/limits.test.ts', 'lets one actor who floods wait, and nobody else'],
    without: [
      { file: 'apps/api/http/access.guard.ts', find: '    this.perActor.take(request.caller.actor.id);\n', put: '' },
    ],
  },
  {
    id: 'cache',
    attack: 'Somebody else’s answer from a cache',
    defence: 'no-store on everything that is somebody’s',
    test: ['apps/api/http/hostile.test.ts', 'is in no cache'],
    without: [
      {
        file: 'apps/api/http/safe-headers.ts',
        find: "'cache-control': 'no-store', ",
        put: '',
      },
    ],
  },
];
