import { canonicalJson } from '#core/journal/canonical.js';
import type { Random } from '#core/simulation/random.js';
import { poisonMark } from '../hook/poison.js';
import type { OperationLog, OperationResult, OperationType } from './log.js';
import { type Body, type FileBody, type Maker, contentSha256, sha256, textOf } from './make.js';
import { type Answer, ask } from './http.js';

export interface Person {
  id: string;
  token: string;
}

/** Whom the client sends as, and where to: addresses change when a process starts anew. */
export interface Target {
  address(): string;
  monitors: Person[];
  supervisors: Person[];
}

export interface Upload {
  file: FileBody;
  by: Person;
}

/** What it takes to send an operation again exactly as it was. */
type Sent =
  | { op: 'report'; body: Body; by: Person }
  | { op: 'sighting'; body: Body; by: Person }
  | { op: 'evidence'; file: FileBody; by: Person }
  | { op: 'verdict'; incident: string; version: number; by: Person };

/** Sends operations and writes down what it was told; believes nothing but answers. */
export class Client {
  private readonly sent = new Map<string, Sent>();
  private poison = 0;

  constructor(
    private readonly target: Target,
    private readonly maker: Maker,
    private readonly random: Random,
    readonly log: OperationLog,
    /** Longest wait for an answer, milliseconds; after it the outcome is unknown. */
    private readonly patienceMs = 20_000,
  ) {}

  /** Keys of records that break whoever works on them. */
  readonly poisoned: string[] = [];

  /** The next so many observations are poisoned. */
  poisonNext(count: number): void {
    this.poison = count;
  }

  /** One report; one in twenty is such that the server must refuse it. */
  async report(): Promise<OperationResult> {
    const body = this.random.chance(0.05) ? this.maker.wrong() : this.maker.sighting('person');
    const by = this.random.pick(this.target.monitors);
    await this.begin('report', body.id, contentSha256(body, 'report'));
    return this.sendReport({ op: 'report', body, by });
  }

  /** A stream of observations, one operation each. */
  async sightings(count: number): Promise<OperationResult[]> {
    const by = this.random.pick(this.target.monitors);
    const bodies = Array.from({ length: count }, () => this.perhapsPoisoned(this.maker.sighting('machine')));
    const start = Date.now();
    await this.log.begin(
      bodies.map((b) => ({ op: 'sighting' as const, key: b.id, sha256: contentSha256(b, 'observation'), start })),
    );
    return this.sendStream(
      bodies,
      by,
      bodies.map(() => start),
    );
  }

  /** A file in parts, and then a report that rests on it. */
  async evidence(size: number, parts: number): Promise<OperationResult> {
    const file = this.maker.file(size, parts);
    const by = this.random.pick(this.target.monitors);
    await this.begin('evidence', file.id, file.sha256);
    return this.sendFile({ op: 'evidence', file, by });
  }

  /** An upload that the caller sends part by part. */
  async beginFile(size: number, parts: number): Promise<Upload> {
    const file = this.maker.file(size, parts);
    const by = this.random.pick(this.target.monitors);
    await this.begin('evidence', file.id, file.sha256);
    this.sent.set(file.id, { op: 'evidence', file, by });
    return { file, by };
  }

  sendPart({ file, by }: Upload, number: number): Promise<Answer> {
    const path = `/v1/evidence/${file.id}/parts/${number}`;
    return this.ask('PUT', path, by, file.parts[number]!, 'application/octet-stream');
  }

  async finishFile({ file, by }: Upload): Promise<OperationResult> {
    const form = { mediaType: file.mediaType, sha256: file.sha256, parts: file.parts.length };
    const answer = await this.ask('POST', `/v1/evidence/${file.id}/parts/finish`, by, JSON.stringify(form));
    return this.told(file.id, answer, (answer.json as { receipt?: object } | null)?.receipt);
  }

  /** A supervisor takes an open incident and decides on it. Null where there is nothing to decide. */
  async verdict(): Promise<OperationResult | null> {
    const by = this.random.pick(this.target.supervisors);
    const list = await this.ask('GET', '/v1/triage?limit=50', by);
    if (list.status !== 200) return null;
    const items = (list.json as { items: { incident: { id: string; proposedOutcome: string | null } }[] }).items;
    const open = items.filter((i) => i.incident.proposedOutcome !== null);
    if (open.length === 0) return null;
    const incident = this.random.pick(open).incident.id;
    const claimed = await this.ask('POST', `/v1/triage/${incident}/claim`, by);
    if (claimed.status !== 200 && claimed.status !== 201) return null;
    const { version } = claimed.json as { version: number };
    const verdict = { op: 'verdict' as const, incident, version, by };
    await this.begin('verdict', `${incident}@${version}`, sha256(Buffer.from(reasonOf(verdict))));
    return this.sendVerdict(verdict);
  }

  /**
   * Sends everything again of which the outcome is unknown, once.
   * @returns how much still is, persons' verdicts aside
   */
  async retryUnknown(): Promise<number> {
    const open = this.log.all().flatMap(({ key, result }) => {
      const sent = this.sent.get(key);
      return result === 'unknown' && sent ? [{ key, sent }] : [];
    });
    const lines = new Map<Person, Body[]>();
    for (const { sent } of open)
      if (sent.op === 'sighting') lines.set(sent.by, [...(lines.get(sent.by) ?? []), sent.body]);
    const single = open.filter(({ sent }) => sent.op !== 'sighting');
    // A stream goes again as a stream; of the others as many at a time as a person's browser would send.
    for (const [by, bodies] of lines)
      for (let i = 0; i < bodies.length; i += 200) {
        const some = bodies.slice(i, i + 200);
        await this.sendStream(
          some,
          by,
          some.map(() => Date.now()),
        );
      }
    for (let i = 0; i < single.length; i += 6)
      await Promise.all(single.slice(i, i + 6).map(({ key }) => this.again(key)));
    return this.log.all().filter((o) => o.result === 'unknown' && o.op !== 'verdict').length;
  }

  /** Sends one operation again, whatever became of it, and writes down what is said now. */
  async again(key: string): Promise<OperationResult> {
    const sent = this.sent.get(key);
    if (!sent) throw new Error(`${key} was never sent`);
    if (sent.op === 'report') return this.sendReport(sent);
    if (sent.op === 'evidence') return this.sendFile(sent);
    if (sent.op === 'verdict') return this.sendVerdict(sent);
    return (await this.sendStream([sent.body], sent.by, [Date.now()]))[0]!;
  }

  /** Keys that can be sent again with the same effect. */
  repeatable(): string[] {
    return this.log.all().flatMap((o) => (o.result === 'ok' && o.op !== 'verdict' ? [o.key] : []));
  }

  private async sendReport(sent: Extract<Sent, { op: 'report' }>): Promise<OperationResult> {
    this.sent.set(sent.body.id, sent);
    const answer = await this.ask('POST', '/v1/reports', sent.by, JSON.stringify(sent.body));
    return this.told(sent.body.id, answer, (answer.json as { receipt?: object } | null)?.receipt);
  }

  private async sendStream(bodies: Body[], by: Person, starts: number[]): Promise<OperationResult[]> {
    bodies.forEach((body) => this.sent.set(body.id, { op: 'sighting', body, by }));
    const lines = bodies.map((body) => `${JSON.stringify({ ...body, type: 'observation' })}\n`).join('');
    const answer = await this.ask('POST', '/v1/intake', by, lines, 'application/x-ndjson');
    // Whatever lines came before a connection broke count: each says that its own record is stored.
    const said = new Map<string, { status: string; receipt?: object }>();
    for (const line of answer.text.split('\n').slice(0, -1)) {
      const item = JSON.parse(line) as { id?: string | null; status?: string; receipt?: object };
      if (typeof item.id === 'string' && item.status !== undefined)
        said.set(item.id, { status: item.status, ...(item.receipt && { receipt: item.receipt }) });
    }
    const refused = answer.status >= 400 && answer.status < 500;
    const results = bodies.map((body, i) => {
      const mine = said.get(body.id);
      const result: OperationResult = mine?.receipt ? 'ok' : mine || refused ? 'fail' : 'unknown';
      const operation = this.log.get(body.id)!;
      return {
        ...operation,
        start: operation.start || starts[i]!,
        end: Date.now(),
        result,
        answer: mine?.status ?? answer.said,
        receipt: mine?.receipt ? canonicalJson(mine.receipt) : null,
      };
    });
    await this.log.write(results);
    return results.map((r) => r.result);
  }

  private async sendFile(sent: Extract<Sent, { op: 'evidence' }>): Promise<OperationResult> {
    const { file, by } = sent;
    this.sent.set(file.id, sent);
    for (const number of file.parts.keys()) {
      const kept = await this.sendPart({ file, by }, number);
      if (kept.status !== 200) return this.told(file.id, kept, undefined);
    }
    return this.finishFile({ file, by });
  }

  private async sendVerdict(sent: Extract<Sent, { op: 'verdict' }>): Promise<OperationResult> {
    const { incident, version, by } = sent;
    const key = `${incident}@${version}`;
    this.sent.set(key, sent);
    const form = { version, outcome: 'not_verified', cause: null, reason: reasonOf(sent) };
    const answer = await this.ask('POST', `/v1/triage/${incident}/decide`, by, JSON.stringify(form));
    const before = this.log.get(key);
    // Refused when sent again means that the version has moved on: by the lost first try, or by somebody else.
    if (before?.end != null && answer.status >= 400 && answer.status < 500) {
      await this.log.write([{ ...before, end: Date.now(), result: 'unknown', answer: 'overtaken' }]);
      return 'unknown';
    }
    const done = answer.status === 200 || answer.status === 201;
    return this.told(key, answer, done ? { incident, version } : undefined);
  }

  private perhapsPoisoned(body: Body): Body {
    if (this.poison === 0) return body;
    this.poison -= 1;
    const id = body.id.slice(0, -poisonMark.length) + poisonMark;
    this.poisoned.push(id);
    return { ...body, id, text: textOf(id) };
  }

  private async begin(op: OperationType, key: string, content: string): Promise<void> {
    await this.log.begin([{ op, key, sha256: content, start: Date.now() }]);
  }

  /** A success without a receipt is no success. */
  private async told(key: string, answer: Answer, receipt: object | undefined): Promise<OperationResult> {
    const done = answer.status >= 200 && answer.status < 300 && receipt !== undefined;
    const refused = answer.status >= 400 && answer.status < 500;
    const result: OperationResult = done ? 'ok' : refused ? 'fail' : 'unknown';
    const before = this.log.get(key)!;
    await this.log.write([
      { ...before, end: Date.now(), result, answer: answer.said, receipt: done ? canonicalJson(receipt) : null },
    ]);
    return result;
  }

  private ask(method: string, path: string, by: Person, body?: string | Uint8Array, type?: string): Promise<Answer> {
    return ask(this.target.address(), { method, path, token: by.token, body, type, patienceMs: this.patienceMs });
  }
}

/** Unlike every other reason, so that a verdict given twice is found. */
function reasonOf({ incident, version }: { incident: string; version: number }): string {
  return `Decided on ${incident} as of version ${version}.`;
}
