import { readFileSync } from 'node:fs';
import { readAnswers } from './testing/answers/routes.js';

const described = JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')) as {
  components: { schemas: Record<string, unknown> };
};

// Slow since it compiles the program. In the ordinary suite every answer is held against the description instead.
describe('the committed description', () => {
  it('says what the types of the controllers say (npm run openapi writes it anew)', () => {
    const { components } = readAnswers(process.cwd());
    const known = Object.entries(described.components.schemas).filter(([name]) => !name.endsWith('Form'));
    expect(components).toEqual(Object.fromEntries(known));
  });
});
