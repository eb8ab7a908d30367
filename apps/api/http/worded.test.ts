import { englishOf } from '#core/said.js';
import { Problem } from '#core/errors.js';
import { Bearing, Corners, Id, Instant, Nested, Pattern, Texts, Week } from './fields.js';
import { checkForm } from './validation.js';
import { say } from '#core/said.js';

class Inner {
  @Week() week: string;
}
class Form {
  @Id() id: string;
  @Instant() at: string;
  @Week() week: string;
  @Pattern(/^\d{6}$/, say`Must be six digits.`) code: string;
  @Corners() corners: [number, number][];
  @Bearing() bearing: number | string;
  @Texts(2) words: string[];
  @Nested(() => Inner) inner: Inner;
}

describe('what a check of a form says', () => {
  it('comes in parts, whichever check it is, so that each screen tells it in its language', async () => {
    const wrong = { id: 'x', at: 'soon', week: '46', code: '12', corners: [], bearing: {}, words: [1], inner: 'none' };
    const refusal = await checkForm(Form, wrong).catch((error: unknown) => error);
    const { pointers } = refusal as Problem;
    expect(new Set(pointers.map(({ pointer }) => pointer.slice(1)))).toEqual(new Set(Object.keys(wrong)));
    expect(pointers.filter(({ said }) => said === undefined)).toEqual([]);
    for (const { said, detail } of pointers) expect(englishOf(said!)).toBe(detail);
    expect(pointers.find(({ pointer }) => pointer === '/week')?.said).toEqual(
      say`Must be a week such as ${'2026-W46'}.`,
    );
  });

  it('comes in parts inside another form too', async () => {
    const nested = await checkForm(Inner, { week: 7 }).catch((error: unknown) => error);
    expect((nested as Problem).pointers).toMatchObject([{ pointer: '/week', said: { values: ['2026-W46'] } }]);
  });
});
