import { asProblem } from './faults.js';

describe('errors of the database', () => {
  it.each(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_IOERR_FSYNC', 'SQLITE_READONLY', 'ECONNREFUSED', '57P01'])(
    '%s means: try again',
    (code) => {
      const problem = asProblem(Object.assign(new Error('from the driver'), { code }));
      expect(problem).toMatchObject({
        code: 'unavailable',
        status: 503,
        extra: { retryAfterSeconds: expect.any(Number) },
      });
    },
  );

  it.each(['SQLITE_FULL', '53100'])('%s means: no space', (code) => {
    expect(asProblem(Object.assign(new Error(), { code }))).toMatchObject({ code: 'storage_full', status: 507 });
  });

  it('says nothing of errors that are our own fault', () => {
    const error = Object.assign(new Error(), { code: '42P01' });
    expect(asProblem(error)).toBe(error);
  });
});
