/** Who is who, who may what, and what was once written. @type {import('./attacks.mjs').Attack[]} */
export const peopleAttacks = [
  {
    id: 'no-second-factor',
    attack: 'A password alone, where the mission requires a second factor',
    defence: 'The guard of every route asks whether one is set up; without it nothing opens but setting it up',
    test: ['apps/api/people/duties.test.ts', 'without one may say who they are'],
    without: [
      {
        file: 'apps/api/http/access.guard.ts',
        find: '    if (account) requireDone(dutyOf(account, this.runtime.secondFactorRule), despite);\n',
        put: '',
      },
    ],
  },
  {
    id: 'first-password',
    attack: 'A first password found in an old message',
    defence: 'It opens nothing after a day, and until it is changed nothing but changing it is possible',
    test: ['apps/api/people/duties.test.ts', 'opens nothing after a day'],
    without: [
      {
        file: 'libs/core/access/signin.ts',
        find: '  const ranOut = passed && hasRunOut(account, deps.clock.now());\n',
        put: '  const ranOut = false;\n',
      },
    ],
  },
  {
    id: 'altered-backup',
    attack: 'A backup whose records were altered together with their hashes',
    defence: 'A restore compares every record with what the journal says was written',
    test: ['libs/db/backup.test.ts', 'refuses records that were altered together with their hash'],
    without: [{ file: 'libs/db/restore.ts', find: '    await requireSealed(sql);\n', put: '' }],
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
    id: 'insider-journal',
    attack: 'An entry edited together with its hash by whoever owns the database',
    defence: 'A running hash and signed tree heads',
    test: ['libs/db/tamper.test.ts', 'show an edited entry'],
    without: [
      {
        file: 'libs/core/journal/verify.ts',
        find: 'if (orNull(() => this.leafOf(entry)) !== entry.leafHash) {',
        put: 'if (orNull(() => this.leafOf(entry)) === undefined) {',
      },
      { file: 'libs/core/journal/chunk.ts', find: ' || leafOf(entry) !== entry.leafHash', put: '' },
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
        find: 'if (this.head !== null)\n      return bad(',
        put: 'if (this.head === undefined)\n      return bad(',
      },
    ],
  },
];
