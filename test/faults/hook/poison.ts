import { PlantedFault } from './arm.js';

export type PoisonKind = 'throw' | 'exit' | 'memory' | 'spin';

/** Ids of poisoned records end like this: every process knows them without being told. */
export const poisonMark = 'deaddeaddead';

let kind: PoisonKind | null = null;

export function poisonWith(given: PoisonKind): void {
  kind = given;
}

/** Called with the subject of each job that is carried out. @throws PlantedFault where the poison is an exception */
export function swallow(subjectId: string): void {
  if (kind === null || !subjectId.endsWith(poisonMark)) return;
  if (kind === 'throw') throw new PlantedFault('job.marked');
  if (kind === 'exit') process.exit(70);
  if (kind === 'spin') for (;;);
  const hoard: number[][] = [];
  for (;;) hoard.push(new Array<number>(1_000_000).fill(hoard.length));
}
