import { jobNames } from '#core/journal/followup.js';
import { checkHandlers, jobId, jobTable, parseHint, parseJobName } from './jobs.js';

describe('the job table', () => {
  it('has a bounded plan for every job name and no other', () => {
    expect(Object.keys(jobTable).sort()).toEqual([...jobNames].sort());
    for (const plan of Object.values(jobTable)) {
      expect(plan.attempts).toBeGreaterThan(1);
      expect(plan.attempts).toBeLessThanOrEqual(10);
      expect(plan.concurrency).toBeGreaterThan(0);
    }
  });

  it('wants exactly one handler per job name', () => {
    const all = Object.fromEntries(jobNames.map((name) => [name, async () => undefined]));
    expect(() => checkHandlers(all)).not.toThrow();
    expect(() => checkHandlers({ ...all, rule: undefined })).toThrow('no handler for: rule');
    expect(() => checkHandlers({ ...all, paint: async () => undefined })).toThrow('does not exist: paint');
  });

  it('takes ids only', () => {
    const hint = { workId: 'a.fuse', epoch: 0, subjectId: 'b' };
    expect(parseHint(hint)).toEqual(hint);
    expect(() => parseHint({ ...hint, text: 'what the witness said' })).toThrow('text does not belong here');
    for (const bad of [null, 'a', {}, { ...hint, epoch: -1 }, { ...hint, epoch: 0.5 }, { ...hint, workId: '' }]) {
      expect(() => parseHint(bad)).toThrow('payload is not valid');
    }
  });

  it('makes ids that differ by epoch and that the queue accepts', () => {
    expect(jobId({ id: 'a.fuse', epoch: 2 })).toBe('a.fuse-2');
    expect(() => jobId({ id: 'a:b', epoch: 0 })).toThrow('cannot be the id');
    expect(() => parseJobName('paint')).toThrow('No worker');
  });
});
