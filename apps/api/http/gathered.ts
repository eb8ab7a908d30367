import { setImmediate as nextTurn } from 'node:timers/promises';

interface Asked<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (reason: unknown) => void;
}

/**
 * Does for many at once what costs the same for one: whoever asks while a turn is under way goes into the next, so
 * that nobody gets an answer that is older than their question. A turn that fails is done again for each alone: what
 * is wrong with one fails none of the others.
 */
export class Gathered<Question, Answer> {
  private readonly waiting: Asked<Question, Answer>[] = [];
  private running = false;

  /** `ask` answers in the order of its questions, and may be asked the same again. */
  constructor(
    private readonly ask: (questions: Question[]) => Promise<Answer[]>,
    private readonly most: number,
  ) {}

  /** @throws whatever `ask` throws for this question alone */
  one(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      await this.whileTheyCome();
      const batch = this.waiting.splice(0, this.most);
      const answered = await this.together(batch);
      if (!answered && batch.length > 1) await Promise.all(batch.map((asked) => this.together([asked])));
    }
    this.running = false;
  }

  /**
   * Turns of the event loop, as long as each brings somebody: one who comes alone waits for one turn only, and of a crowd
   * most share what would else be three commits.
   */
  private async whileTheyCome(): Promise<void> {
    let before: number;
    do {
      before = this.waiting.length;
      await nextTurn();
    } while (this.waiting.length > before && this.waiting.length < this.most);
  }

  /** Whether all were answered; one alone is also answered by its error. */
  private async together(batch: Asked<Question, Answer>[]): Promise<boolean> {
    try {
      const answers = await this.ask(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error('a question was left without an answer');
      batch.forEach(({ resolve }, i) => resolve(answers[i]!));
      return true;
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      return false;
    }
  }
}
