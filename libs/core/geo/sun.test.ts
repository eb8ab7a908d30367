import { isNight, sunElevation } from './sun.js';

describe('the sun', () => {
  // NREL SPA, Reda and Andreas (NREL/TP-560-34302), table A5.1: zenith 50.11162°, which includes about 0.02° of refraction.
  it('stands where the published example of NREL has it', () => {
    const golden = { lat: 39.742476, lon: -105.1786 };
    expect(90 - sunElevation(golden, '2003-10-17T19:30:30.000Z')).toBeCloseTo(50.13, 1);
  });

  it('is overhead at the equator at noon of the equinox, and below it at midnight', () => {
    // March equinox 2026: 20 March 14:46 UTC; the sun is over 0 N where local solar noon is.
    const lon = -(14 + 46 / 60 - 12) * 15 + 1.86;
    expect(sunElevation({ lat: 0, lon }, '2026-03-20T14:46:00.000Z')).toBeGreaterThan(89.5);
    expect(isNight({ lat: 0, lon: lon + 180 }, '2026-03-20T14:46:00.000Z')).toBe(true);
  });

  it('does not rise in the polar winter and does not set in the polar summer', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const time = `${String(hour).padStart(2, '0')}:00:00.000Z`;
      expect(isNight({ lat: 85, lon: 20 }, `2026-12-21T${time}`)).toBe(true);
      expect(isNight({ lat: 85, lon: 20 }, `2026-06-21T${time}`)).toBe(false);
    }
  });
});
