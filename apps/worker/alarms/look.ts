/** A thread of its own for one daily look: a second of arithmetic that would hold up all else in the process. */
import { parentPort, workerData } from 'node:worker_threads';
import { lookAt, type Look } from '#core/escalation/alarms/look.js';

parentPort?.postMessage(lookAt(workerData as Look));
