/**
 * Attacks on an edge like ours, the test that shows each of them fail, and the defence without which it would not:
 * `npm run test:attacks` leaves the defence out and expects the test to fail. `argued` says why there is nothing to
 * leave out. docs/threat-model.md has the same rows in words.
 *
 * @type {{ id: string, attack: string, defence: string, test?: [file: string, name: string],
 *   without?: { file: string, find: string, put: string }[], argued?: string }[]}
 */
export const attacks = [
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
    id: 'session-after-end',
    attack: 'A session token after sign-out, disabling or a change of role',
    defence: 'Sessions and accounts are read anew at every request',
    test: ['apps/api/people/people.test.ts', 'holds from the next request on'],
    without: [{ file: 'libs/core/access/sessions.ts', find: '    session.endedAt === null &&\n', put: '' }],
  },
  {
    id: 'session-idle',
    attack: 'A session left open on a desk',
    defence: 'Half an hour without use ends it, twelve hours in any case',
    test: ['apps/api/people/idle.test.ts', 'ends after half an hour without use'],
    without: [
      {
        file: 'libs/core/access/sessions.ts',
        find: '    now < Date.parse(session.lastSeenAt) + sessionTimes.idleMs &&\n',
        put: '',
      },
    ],
  },
  {
    id: 'cross-site',
    attack: 'Another site sends a request with the browser’s cookie',
    defence: 'SameSite=Strict, and a header that only our own page can send',
    test: ['apps/api/people/people.test.ts', 'gives a browser a host-bound cookie'],
    without: [
      {
        file: 'apps/api/http/credentials.ts',
        find: '  if (!safeMethods.has(request.method)) requireOwnPage(request);\n',
        put: '',
      },
    ],
  },
  {
    id: 'foreign-object',
    attack: 'The id of an object of another party or sector',
    defence: 'The object’s scope is compared with the actor’s; hidden and missing answer the same',
    test: ['apps/api/access-matrix.test.ts', 'is told the same of a foreign id as of a missing one'],
    without: [
      {
        file: 'libs/core/access/policy.ts',
        find: '|| !may(actor, action, scopeOf(object))',
        put: '|| !may(actor, action) || scopeOf === undefined',
      },
    ],
  },
  {
    id: 'role',
    attack: 'A route that the role may not use',
    defence: 'Every route names a row of the policy table, checked before the handler',
    test: ['apps/api/access-matrix.test.ts', 'refused exactly where the policy table has no entry'],
    without: [
      { file: 'apps/api/http/access.guard.ts', find: '    requireAction(request.caller.actor, action);\n', put: '' },
    ],
  },
  {
    id: 'undeclared-route',
    attack: 'A new route that nobody thought of guarding',
    defence: 'The start fails where a route names neither an action nor that it is public',
    test: ['apps/api/http/limits.test.ts', 'does not start with a route that says neither'],
    without: [
      {
        file: 'apps/api/http/route-check.ts',
        find: 'return declared ? [] : [',
        put: 'return declared || true ? [] : [',
      },
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
    without: [{ file: 'libs/formats/ndjson.ts', find: 'return hasPrototypeMember(value) ?', put: 'return false ?' }],
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
    id: 'archive',
    attack: 'An edition package with a lying header, a bomb or something between its files',
    defence: 'Nothing else opens archives; the verifier reads the strictest form and counts real bytes',
    test: ['test/fuzz/package.test.ts', 'names every way of putting something else into the archive'],
    argued:
      'verify-edition.mjs is one file that others run as it is: the test changes the archive instead of the verifier.',
  },
  {
    id: 'active-file',
    attack: 'A picture that is a page or a script',
    defence: 'Evidence is only ever a download under an opaque type, sandboxed, never rendered',
    test: ['apps/api/intake/intake.test.ts', 'gives them back only as a download'],
    without: [
      {
        file: 'apps/api/intake/evidence.controller.ts',
        find: "type: 'application/octet-stream',",
        put: 'type: evidence.mediaType,',
      },
    ],
  },
  {
    id: 'pixel-flood',
    attack: 'A few kilobytes that say they are 400 million pixels',
    defence: 'A limit on pixels before decoding',
    test: ['libs/host/images.test.ts', 'refuses a picture that says it has more pixels'],
    without: [{ file: 'libs/host/images.ts', find: 'limitInputPixels: mostPixels', put: 'limitInputPixels: false' }],
  },
  {
    id: 'csv-formula',
    attack: 'A formula in a cell of the weekly summary',
    defence: 'Such cells begin with an apostrophe',
    test: ['libs/documents/summary.test.ts', 'keeps spreadsheets from running cells as formulas'],
    without: [{ file: 'libs/documents/summary-csv.ts', find: 'escape_formulas: true', put: 'escape_formulas: false' }],
  },
  {
    id: 'csv-formula-edition',
    attack: 'A formula, also in full-width signs and behind blanks, in a table of an edition',
    defence: 'The same, with those signs',
    test: ['libs/documents/editions.test.ts', 'gives a spreadsheet nothing to run'],
    without: [
      { file: 'libs/documents/edition-csv.ts', find: 'formula.test(cell) ?', put: 'cell === formula.source ?' },
    ],
  },
  {
    id: 'document-markup',
    attack: 'Markup in names and statements that become HTML',
    defence: 'Every value is escaped where it is put in; the page loads nothing',
    test: ['libs/documents/editions.test.ts', 'is one file without script'],
    without: [
      {
        file: 'libs/documents/html.ts',
        find: 'return text.replace(/[&<>"\']/g, (sign) => `&#${sign.charCodeAt(0)};`);',
        put: 'return text;',
      },
    ],
  },
  {
    id: 'document-paper',
    attack: 'Typesetting commands in names and statements that become PDF',
    defence: 'The template takes words as data; it reads no file and no network',
    test: ['libs/documents/edition-paper.test.ts', 'shows text of others as text'],
    argued:
      'Words reach the typesetter as JSON input, never as its language: there is no escaping that could be left out.',
  },
  {
    id: 'path',
    attack: '../ and its relatives in file names',
    defence: 'A file lies under the hash of its bytes; its name is a header field, encoded',
    test: ['apps/api/http/hostile.test.ts', 'is no part of any path'],
    without: [
      {
        file: 'apps/api/intake/evidence.controller.ts',
        find: 'return `attachment; filename="evidence"; filename*=UTF-8\'\'${encoded}`;',
        put: "return `attachment; filename=\"${name.replace(/[^\\x20-\\x7e]/g, '')}\"${encoded && ''}`;",
      },
    ],
  },
  {
    id: 'archive-path',
    attack: '../ in a path inside an edition package',
    defence: 'Paths of an archive come from code and are held to plain names',
    test: ['libs/formats/zip.test.ts', 'is refused as a path'],
    without: [{ file: 'libs/formats/zip.ts', find: '!safePath(path) ||', put: '' }],
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
    id: 'replay',
    attack: 'A device’s signed message again, or its number under another content',
    defence: 'A used number passes only for the very record that it brought',
    test: ['apps/api/people/devices.test.ts', 'cannot use a number again for another message'],
    without: [
      {
        file: 'apps/api/http/access.guard.ts',
        find: "if (request.caller.standing === 'used' && kind !== 'ndjson')",
        put: 'if (!this.runtime)',
      },
    ],
  },
  {
    id: 'forged-device',
    attack: 'A device’s message with one thing changed',
    defence: 'The signature covers device, method, path, body, number and time',
    test: ['apps/api/people/devices.test.ts', 'is not believed where anything signed was changed'],
    without: [
      {
        file: 'libs/core/access/device-messages.ts',
        find: 'isSignedBy(device, message);',
        put: 'isSignedBy !== undefined;',
      },
    ],
  },
  {
    id: 'same-id',
    attack: 'Other content under an id that is taken',
    defence: 'The hash of the content is compared: 409, and the first stays',
    test: ['libs/core/intake/accept.test.ts', 'other content a conflict'],
    without: [{ file: 'libs/core/intake/accept.ts', find: 'before.sha256 === now.sha256 &&', put: '' }],
  },
  {
    id: 'poison',
    attack: 'A job that can never succeed',
    defence: 'It is tried a bounded number of times, then it is a dead letter with its reason',
    test: ['libs/queue/bus.test.ts', 'does not try again what can never succeed'],
    without: [
      {
        file: 'libs/queue/bus.ts',
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
    id: 'guessing',
    attack: 'Guessing passwords',
    defence: 'Growing waits per name and place, that never shut the owner out',
    test: ['apps/api/people/people.test.ts', 'slows the fifth try from one place'],
    without: [
      {
        file: 'libs/core/access/signin.ts',
        find: '  if (wait > 0) throw mustWait(wait);\n',
        put: '  void mustWait;\n',
      },
    ],
  },
  {
    id: 'code-twice',
    attack: 'A one-time code seen over a shoulder',
    defence: 'A code opens once',
    test: ['apps/api/people/people.test.ts', 'takes a one-time code once'],
    without: [
      {
        file: 'libs/core/access/signin.ts',
        find: '? security.secondFactor.match(account.totpSecret, input.code, deps.clock.now(), usedStep)',
        put: '? security.secondFactor.match(account.totpSecret, input.code, deps.clock.now(), usedStep * 0 - 1)',
      },
      { file: 'libs/core/access/signin.ts', find: '|| stepUsed)', put: '|| (stepUsed && step === null))' },
    ],
  },
  {
    id: 'unicode',
    attack: 'Direction marks and invisible signs that make a word look like another',
    defence: 'They are shown as marks in documents; stored bytes stay as they came',
    test: ['libs/documents/harmless.test.ts', 'show where a sign was taken out'],
    without: [
      {
        file: 'libs/documents/harmless.ts',
        find: '.replace(turning, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase()}]`)',
        put: '.replace(turning, (sign) => sign)',
      },
    ],
  },
  {
    id: 'twin-village',
    attack: 'A village written with letters of another script that look the same',
    defence: 'No place is chosen by likeness: the nearest spellings are offered, a person decides',
    test: ['libs/core/intake/accept.test.ts', 'asks back for ambiguous and unknown places'],
    without: [
      {
        file: 'libs/core/intake/locate.ts',
        find: 'const only = named[0];',
        put: 'const only = named[0] ?? nearestSpellings(said.name, settlements)[0];',
      },
    ],
  },
  {
    id: 'twin-account',
    attack: 'An account whose name looks like another’s',
    defence: 'Login names are of a-z, 0-9, dot, dash and underscore',
    test: ['apps/api/people/people.test.ts', 'takes no name that looks like another'],
    without: [
      {
        file: 'libs/core/access/accounts.ts',
        find: 'if (/^[a-z0-9][a-z0-9._-]{1,63}$/.test(name)) return [];',
        put: 'if (name.length > 1) return [];',
      },
    ],
  },
  {
    id: 'cache',
    attack: 'Somebody else’s answer from a cache',
    defence: 'no-store on everything that is somebody’s',
    test: ['apps/api/http/hostile.test.ts', 'is in no cache'],
    without: [
      {
        file: 'apps/api/http/fastify.ts',
        find: ".header('Cache-Control', 'no-store');\n    if (runtime.demo)",
        put: ';\n    if (runtime.demo)',
      },
    ],
  },
  {
    id: 'insider-journal',
    attack: 'An entry edited together with its hash by whoever owns the database',
    defence: 'A running hash and signed tree heads',
    test: ['libs/db/tamper.test.ts', 'show an edited entry'],
    without: [
      {
        file: 'libs/core/journal/verify.ts',
        find: 'if (contentHash(entry) !== entry.leafHash) {',
        put: 'if (contentHash(entry) === undefined) {',
      },
    ],
  },
  {
    id: 'insider-rows',
    attack: 'A record changed, removed or added by whoever owns the database',
    defence: 'Each commit seals its rows in the journal',
    test: ['libs/db/seal.test.ts', 'show a row changed, removed or put there'],
    without: [
      {
        file: 'libs/db/seal-check.ts',
        find: "else if (sealedAs !== digest) fault(spec.name, key, 'altered');",
        put: '',
      },
    ],
  },
  {
    id: 'rollback',
    attack: 'The journal cut back together with its heads',
    defence: 'A head that somebody else kept',
    test: ['libs/db/tamper.test.ts', 'a journal cut back together with its heads'],
    without: [
      {
        file: 'libs/core/journal/verify.ts',
        find: '  if (head !== null) {\n    const detail = `A signed head covers',
        put: '  if (head === undefined) {\n    const detail = `A signed head covers',
      },
    ],
  },
  {
    id: 'stored-script',
    attack: 'Script in names, words, file names, map attributions',
    defence: 'React text, a policy that allows no inline script, trusted types',
    test: ['test/browser/hostile.slow.test.ts', 'would be noticed if they did anything'],
    argued:
      'That test is the counter-test: with a payload put in as markup it notices it. The defence is the framework’s own way of writing text.',
  },
];
