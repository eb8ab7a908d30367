import type { Actor } from '#core/access/types.js';
import type { Deps } from '#core/ports.js';
import { startTestApi, type TestApi } from '../testing/api.js';
import { acceptStream } from './bulk.js';
import { exampleReport } from './example.fixture.js';

let api: TestApi;
let actor: Actor;
beforeAll(async () => {
  api = await startTestApi();
  const { id } = await api.person('monitor');
  actor = { id, role: 'monitor', scope: { sectors: [], party: null }, type: 'person' };
});
afterAll(() => api.close());

interface Answer {
  line: number;
  status: string;
  id: string;
}

const lineOf = (report: object): Buffer => Buffer.from(`${JSON.stringify({ type: 'report', ...report })}\n`);
const reports = (n: number) => Array.from({ length: n }, () => exampleReport(api) as { id: string });
const together = (lines: Buffer[]): Buffer => Buffer.concat(lines);
const answersIn = (text: string): Answer[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);

/** The same parts, with a signer that holds its signatures back until `may` says so, and a word of every transaction. */
function held(may: () => Promise<unknown>, onRun: () => void = () => undefined): Deps {
  const { signer, uow } = api.deps;
  const slow = {
    keyId: signer.keyId,
    sign: (text: string) => signer.sign(text),
    signAside: async (text: string) => {
      await may();
      return signer.sign(text);
    },
  };
  const run: Deps['uow']['run'] = (work) => {
    onRun();
    return uow.run(work);
  };
  const runs = { run, read: uow.read.bind(uow) };
  return { ...api.deps, signer: slow as Deps['signer'], uow: runs as Deps['uow'] };
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('a stream of many batches', () => {
  it('stores the next lines while the receipts of those before are signed, and answers all in order', async () => {
    let begun = 0;
    let second!: () => void;
    const bothBegun = new Promise<void>((resolve) => (second = resolve));
    const deps = held(
      () => bothBegun,
      () => {
        if (++begun === 2) second();
      },
    );
    const sent = reports(1_100).map((report, i) => (i % 100 === 7 ? { ...report, kind: 'no such kind' } : report));
    let text = '';
    for await (const part of acceptStream(deps, actor, once(together(sent.map(lineOf))))) text += part;
    const answers = answersIn(text);
    expect(answers.at(-1)).toEqual({ summary: { lines: 1_100, accepted: 1_089, repeated: 0, refused: 11 } });
    expect(answers.slice(0, -1).map(({ line, id }) => [line, id])).toEqual(sent.map(({ id }, i) => [i + 1, id]));
  });

  it('has its answers while the sender pauses, however long signing takes', async () => {
    let goOn!: () => void;
    const paused = new Promise<void>((resolve) => (goOn = resolve));
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield together(reports(3).map(lineOf));
      await paused;
      yield together(reports(2).map(lineOf));
    }
    const later = () => new Promise((resolve) => setTimeout(resolve, 60));
    const stream = acceptStream(held(later), actor, slowly());
    expect(answersIn((await stream.next()).value as string).map(({ line }) => line)).toEqual([1, 2, 3]);
    goOn();
    expect(answersIn((await stream.next()).value as string).map(({ line }) => line)).toEqual([4, 5]);
    expect(answersIn((await stream.next()).value as string)).toEqual([
      { summary: { lines: 5, accepted: 5, repeated: 0, refused: 0 } },
    ]);
  });
});

describe('a stream that breaks off', () => {
  const outcome = async (stream: AsyncGenerator<string>): Promise<{ answers: Answer[]; error: string | null }> => {
    let text = '';
    try {
      for await (const part of stream) text += part;
    } catch (error) {
      return { answers: answersIn(text), error: (error as Error).message };
    }
    return { answers: answersIn(text), error: null };
  };
  const storedOf = async (sent: { id: string }[]): Promise<number> =>
    (await api.deps.uow.read((reads) => reads.sightings.getMany(sent.map(({ id }) => id)))).length;

  it('still answers every line that is stored: its source fails while they are signed', async () => {
    const sent = reports(600);
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield together(sent.map(lineOf));
      throw new Error('the line went dead');
    }
    const slow = () => new Promise((resolve) => setTimeout(resolve, 30));
    const { answers, error } = await outcome(acceptStream(held(slow), actor, failing()));
    expect(error).toBe('the line went dead');
    expect(answers.length).toBeGreaterThanOrEqual(500);
    expect(await storedOf(sent)).toBe(answers.length);
  });

  it('still answers every line that is stored: the store fails at the next batch', async () => {
    const sent = reports(1_000);
    let begun = 0;
    const deps = held(
      () => Promise.resolve(),
      () => {
        if (++begun === 2) throw new Error('the disk is full');
      },
    );
    const { answers, error } = await outcome(acceptStream(deps, actor, once(together(sent.map(lineOf)))));
    expect(error).toBe('the disk is full');
    expect(answers.map(({ line, status }) => [line, status])).toEqual(
      sent.slice(0, 500).map((_, i) => [i + 1, 'accepted']),
    );
    expect(await storedOf(sent)).toBe(500);
  });
});
