import { totp } from './second-factor.js';

/** RFC 6238 appendix B, SHA-1, secret "12345678901234567890", the last six of the eight digits. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number): Date => new Date(seconds * 1000);

describe('one-time codes', () => {
  it.each([
    [59, '287082', 1],
    [1111111109, '081804', 37037036],
    [1234567890, '005924', 41152263],
    [20000000000, '353130', 666666666],
  ])('takes the published code at %d s', (seconds, code, step) => {
    expect(totp.match(secret, code, at(seconds), -1)).toBe(step);
  });

  it('takes a code once, and none that is more than a step old', () => {
    expect(totp.match(secret, '005924', at(1234567890), 41152263)).toBeNull();
    expect(totp.match(secret, '005924', at(1234567890 + 30), 0)).toBe(41152263);
    expect(totp.match(secret, '005924', at(1234567890 + 90), 0)).toBeNull();
    expect(totp.match(secret, '5924', at(1234567890), 0)).toBeNull();
  });
});
