import type { QueryRunner } from 'typeorm';
import { migrations } from '#db/migrations/all.js';
import { PostgresUnitOfWork } from '#db/postgres-work.js';
import { SqliteUnitOfWork } from '#db/sqlite-work.js';
import type { Reads, Tx, UnitOfWork } from '#core/ports.js';
import { pass } from './arm.js';
import type { Point } from './points.js';
import { swallow } from './poison.js';

type Kind = 'accept' | 'sequence' | 'relay' | 'job' | 'verdict';
interface Trace {
  kind: Kind | null;
}

const beforeCommit: Partial<Record<Kind, Point>> = {
  accept: 'accept.before-commit',
  sequence: 'sequence.before-commit',
  verdict: 'verdict.before-commit',
};
const committed: Partial<Record<Kind, Point>> = {
  accept: 'accept.committed',
  sequence: 'sequence.committed',
  relay: 'relay.marked',
  verdict: 'verdict.committed',
};

/** What the body of a transaction does shows what kind it is, and passes the points on its way. */
function watched(tx: Tx, trace: Trace): Tx {
  const write = new Proxy(tx.write, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if ((name === 'verification' || name === 'verifications') && trace.kind === 'job') trace.kind = 'verdict';
        const result: unknown = await (value as (...a: unknown[]) => unknown).apply(target, args);
        if (name === 'sightings' || name === 'evidence') {
          trace.kind = 'accept';
          pass('accept.rows-written');
        } else if (trace.kind === 'job' || trace.kind === 'verdict') pass('job.half-done');
        return result;
      };
    },
  });
  const own: Partial<Record<keyof Tx, unknown>> = {
    write,
    sequence: async (...args: Parameters<Tx['sequence']>) => {
      pass('sequence.begun');
      trace.kind = 'sequence';
      return tx.sequence(...args);
    },
    workDone: async (...args: Parameters<Tx['workDone']>) => {
      pass('job.taken');
      trace.kind = 'job';
      const done = await tx.workDone(...args);
      pass('job.marked');
      const work = await tx.work.get(args[0]);
      if (work?.job === 'fuse') swallow(work.subjectId);
      return done;
    },
    workAllDone: async (...args: Parameters<Tx['workAllDone']>) => {
      pass('job.taken');
      trace.kind = 'job';
      const done = await tx.workAllDone(...args);
      pass('job.marked');
      for (const { id, subjectId } of done) if (id.endsWith('.fuse')) swallow(subjectId);
      return done;
    },
    workRelayed: (...args: Parameters<Tx['workRelayed']>) => {
      trace.kind = 'relay';
      return tx.workRelayed(...args);
    },
  };
  return over(tx, own);
}

function over<T extends object>(target: T, own: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(target, {
    get(inner, name) {
      if (Object.hasOwn(own, name)) return own[name as keyof T];
      const value: unknown = Reflect.get(inner, name, inner);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(inner) : value;
    },
  });
}

type Run = UnitOfWork['run'];

function watchedRun(run: Run): Run {
  return async <T>(body: (tx: Tx) => Promise<T>): Promise<T> => {
    let trace: Trace = { kind: null };
    const value = await run(async (tx) => {
      trace = { kind: null };
      const result = await body(watched(tx, trace));
      const point = trace.kind && beforeCommit[trace.kind];
      if (point) pass(point);
      return result;
    });
    const point = trace.kind && committed[trace.kind];
    if (point) pass(point);
    return value;
  };
}

function watchUnit(prototype: UnitOfWork): void {
  const { run, read } = prototype;
  prototype.run = function (this: UnitOfWork, body) {
    return watchedRun(run.bind(this))(body);
  };
  prototype.read = function (this: UnitOfWork, body) {
    return read.call(this, (reads) =>
      body(over(reads, { work: over(reads.work, { due: watchedDue(reads) }) })),
    ) as ReturnType<typeof body>;
  };
}

/** The leader's duties are written through a unit of work that is bound to its term. */
function watchLead(): void {
  const { held } = PostgresUnitOfWork.prototype;
  PostgresUnitOfWork.prototype.held = function (this: PostgresUnitOfWork, hold) {
    const unit = held.call(this, hold);
    return { run: watchedRun((body) => unit.run(body)), read: (body) => unit.read(body) };
  };
}

function watchedDue(reads: Reads): Reads['work']['due'] {
  return async (...args) => {
    const works = await reads.work.due(...args);
    if (works.length > 0) pass('relay.read');
    return works;
  };
}

function watchMigrations(): void {
  const last = migrations.at(-1);
  for (const migration of migrations) {
    const { up } = migration.prototype;
    migration.prototype.up = async function (this: object, runner: QueryRunner) {
      const query = async (...args: Parameters<QueryRunner['query']>): Promise<unknown> => {
        pass('migration.statement');
        return runner.query(...args);
      };
      await up.call(this, over(runner, { query }));
      if (migration === last) pass('migration.before-commit');
    };
  }
}

export function watchDatabase(): void {
  watchUnit(SqliteUnitOfWork.prototype);
  watchUnit(PostgresUnitOfWork.prototype);
  watchLead();
  watchMigrations();
}
