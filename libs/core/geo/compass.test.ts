import fc from 'fast-check';
import { Problem } from '../errors.js';
import { parseBearing, windName, wrapDegrees } from './compass.js';

const winds = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];

describe('the sixteen winds', () => {
  it('reads every name in any case as its direction ± 11.25°', () => {
    winds.forEach((name, i) => {
      expect(parseBearing(name)).toEqual({ degrees: i * 22.5, halfWidthDegrees: 11.25 });
      expect(parseBearing(name.toLowerCase()).degrees).toBe(i * 22.5);
      expect(windName(i * 22.5)).toBe(name);
    });
    expect(parseBearing('south-south-west').degrees).toBe(202.5);
    expect(parseBearing('ПдСх').degrees).toBe(135);
    expect(parseBearing('ССЗ').degrees).toBe(337.5);
  });

  it('names each direction by the sector that holds it', () => {
    expect([windName(11.2), windName(11.25), windName(348.74), windName(348.75), windName(-22.5)]).toEqual([
      'N',
      'NNE',
      'NNW',
      'N',
      'NNW',
    ]);
    expect(windName(292.5, 'uk')).toBe('ЗхПнЗх');
    expect(windName(292.5, 'fr')).toBe('WNW');
    for (const language of ['en', 'uk', 'ru', 'tr', 'ar'])
      for (let i = 0; i < 16; i++) expect(parseBearing(windName(i * 22.5, language)).degrees).toBe(i * 22.5);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 360, noNaN: true }), (degrees) => {
        const off = Math.abs(wrapDegrees(degrees - parseBearing(windName(degrees)).degrees + 180) - 180);
        expect(off).toBeLessThanOrEqual(11.25 + 1e-9);
      }),
    );
  });

  it('refuses what is no direction', () => {
    for (const bad of [NaN, Infinity, -1, 360.001, '', 'X', 'NEN', 'NORTHISH', '180']) {
      expect(() => parseBearing(bad)).toThrow(Problem);
    }
    expect(parseBearing(360).degrees).toBe(0);
  });
});
