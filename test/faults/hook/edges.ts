import { ServerResponse } from 'node:http';
import { Job, Queue } from 'bullmq';
import { AccessGuard } from '../../../apps/api/http/access.guard.js';
import { WorkerModule } from '../../../apps/worker/worker.module.js';
import { pass } from './arm.js';

const intake = /^\/v1\/(reports|intake|evidence|triage\/.*\/decide)/;

/** Requests, answers, the queue and the end of the process. */
export function watchEdges(): void {
  watchRequests();
  watchAnswers();
  watchQueue();
  const { onApplicationShutdown } = WorkerModule.prototype;
  WorkerModule.prototype.onApplicationShutdown = async function (this: WorkerModule) {
    pass('shutdown.begun');
    await onApplicationShutdown.call(this);
    pass('shutdown.drained');
  };
}

function watchRequests(): void {
  const { canActivate } = AccessGuard.prototype;
  AccessGuard.prototype.canActivate = async function (this: AccessGuard, context) {
    const allowed = await canActivate.call(this, context);
    const { method, url } = context.switchToHttp().getRequest<{ method: string; url: string }>();
    if (method !== 'GET' && intake.test(url)) pass('accept.received');
    return allowed;
  };
}

function watchAnswers(): void {
  const { end } = ServerResponse.prototype;
  ServerResponse.prototype.end = function (this: ServerResponse, ...args: unknown[]) {
    const { method = '', url = '' } = this.req;
    const counts = method !== 'GET' && this.statusCode < 300 && intake.test(url);
    if (counts) pass('answer.before');
    const result = (end as (...a: unknown[]) => ServerResponse).apply(this, args);
    if (counts) pass('answer.sent');
    return result;
  } as typeof end;
}

function watchQueue(): void {
  const { addBulk } = Queue.prototype;
  Queue.prototype.addBulk = async function (this: Queue, ...args: Parameters<typeof addBulk>) {
    const jobs = await addBulk.apply(this, args);
    pass('relay.added');
    return jobs;
  } as typeof addBulk;
  const { moveToCompleted } = Job.prototype;
  Job.prototype.moveToCompleted = async function (this: Job, ...args: Parameters<typeof moveToCompleted>) {
    pass('acknowledge.before');
    const next = await moveToCompleted.apply(this, args);
    pass('acknowledge.after');
    return next;
  } as typeof moveToCompleted;
}
