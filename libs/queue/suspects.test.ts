import { setTimeout as pause } from 'node:timers/promises';
import { Suspects } from './suspects.js';

describe('what a process was lost with', () => {
  let log: string[];
  let suspects: Suspects;
  beforeEach(() => {
    log = [];
    suspects = new Suspects(async () => {
      log.push('still');
      return () => void log.push('goes on');
    });
  });
  const attempt = (name: string) => async () => {
    log.push(`${name} begins`);
    await pause(5);
    log.push(`${name} ends`);
  };

  it('is tried one piece after the other, the least tried first, whenever they come', async () => {
    const twice = suspects.tryAlone(2, attempt('tried twice'));
    const once = suspects.tryAlone(1, attempt('tried once'));
    await pause(50);
    await Promise.all([
      twice,
      once,
      suspects.tryAlone(0, attempt('fresh')),
      suspects.tryAlone(0, attempt('fresh too')),
    ]);
    expect(log.filter((line) => line.endsWith('begins'))).toEqual(
      ['fresh', 'fresh too', 'tried once', 'tried twice'].map((name) => `${name} begins`),
    );
    for (const [i, line] of log.filter((l) => l.includes(' begins') || l.includes(' ends')).entries())
      expect(line.endsWith(i % 2 === 0 ? 'begins' : 'ends')).toBe(true);
  });

  it('has nothing beside it once it was tried before, also where it fails', async () => {
    await suspects.tryAlone(0, attempt('fresh'));
    const failing = suspects.tryAlone(1, async () => {
      log.push('fails');
      throw new Error('not now');
    });
    await expect(failing).rejects.toThrow('not now');
    expect(log).toEqual(['fresh begins', 'fresh ends', 'still', 'fails', 'goes on']);
  });
});
