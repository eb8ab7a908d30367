import { jest } from '@jest/globals';
import { pino } from 'pino';
import { onStop } from './stopping.js';

describe('a stop', () => {
  const ended = (drain: () => Promise<void>): Promise<{ code: unknown; words: string }> => {
    let words = '';
    const said = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      words += String(text);
      return true;
    });
    const before = new Set([...process.listeners('SIGTERM'), ...process.listeners('SIGINT')]);
    return new Promise((resolve) => {
      const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
        exit.mockRestore();
        said.mockRestore();
        resolve({ code, words });
        return undefined as never;
      });
      onStop(pino({ level: 'silent' }), drain, 50);
      const [stop] = process.listeners('SIGTERM').filter((listener) => !before.has(listener));
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.removeListener(signal, stop!);
      stop!('SIGTERM');
    });
  };

  it('ends well when everything is finished', async () => {
    expect(await ended(async () => undefined)).toEqual({ code: 0, words: '' });
  });

  it('ends with a word where something cannot be closed', async () => {
    const { code, words } = await ended(() => Promise.reject(new Error('the file is gone')));
    expect(code).toBe(1);
    expect(words).toContain('the file is gone');
  });

  it('does not wait for ever for a store that is gone', async () => {
    const { code, words } = await ended(() => new Promise(() => undefined));
    expect(code).toBe(1);
    expect(words).toContain('took too long');
  });
});
