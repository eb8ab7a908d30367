import { unzipSync } from 'fflate';
import { zipOf } from './zip.js';

const file = (path: string) => ({ path, bytes: Buffer.from('x'), plain: false });

describe('an archive', () => {
  it('holds its files, and is the same each time', () => {
    const files = [file('a.txt'), file('pictures/map-1.png')];
    expect(Object.keys(unzipSync(zipOf(files)))).toEqual(['a.txt', 'pictures/map-1.png']);
    expect(Buffer.from(zipOf(files)).equals(zipOf(files))).toBe(true);
  });

  it.each(['../a', 'a/../../b', '/etc/passwd', 'a\\b', 'C:a', '.hidden', 'a//b', 'a/', '', 'a\0b', 'a b', 'a/./b'])(
    '%j is refused as a path',
    (path) => {
      expect(() => zipOf([file(path)])).toThrow(TypeError);
    },
  );

  it('holds no path twice', () => {
    expect(() => zipOf([file('a'), file('a')])).toThrow(TypeError);
  });
});
