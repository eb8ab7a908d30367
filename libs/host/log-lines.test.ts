import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { linesTogether } from './log-lines.js';

describe('lines of a log', () => {
  it('go out together, in their order, once the turn is over', async () => {
    const written: string[] = [];
    const out = linesTogether({ write: (text) => written.push(text) });
    out.write('a\n');
    out.write('b\n');
    expect(written).toEqual([]);
    await nextTurn();
    out.write('c\n');
    await nextTurn();
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });

  it.each([
    ['ends', 'process.exit(3)'],
    ['fails', 'throw new Error("made to fail")'],
  ])('are not lost where the process %s in the same turn', (_what, end) => {
    const folder = mkdtempSync(join(tmpdir(), 'linewatch-log-'));
    try {
      const file = join(folder, 'log');
      const program = `
        import { appendFileSync } from 'node:fs';
        import { linesTogether } from './dist/libs/host/log-lines.js';
        linesTogether({ write: (text) => appendFileSync(${JSON.stringify(file)}, text) }).write('last\\n');
        ${end};`;
      const run = () => execFileSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' });
      expect(run).toThrow();
      expect(readFileSync(file, 'utf8')).toBe('last\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
