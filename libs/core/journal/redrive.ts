import { say } from '../said.js';
import { stateSaid } from '../states.js';
import { Problem } from '../errors.js';
import type { Deps } from '../ports.js';
import type { Work } from './types.js';

/**
 * A person has dead work tried again. Its epoch is raised, so that the queue takes it for new (D5).
 * @param by account id
 * @throws Problem not_found, not_possible (not dead)
 */
export async function redriveWork(deps: Deps, by: string, workId: string): Promise<Work> {
  return deps.uow.run(async (tx) => {
    await tx.lock([`work:${workId}`]);
    const work = await tx.work.get(workId);
    if (!work) throw new Problem('not_found', say`There is nothing here that you may see.`);
    if (work.state !== 'dead')
      throw new Problem('not_possible', say`This work is ${stateSaid(work.state)}: only dead work is tried again.`);
    await tx.workRedrive(workId);
    await tx.append({
      actor: by,
      type: 'work.redriven',
      subject: { kind: 'work', id: workId },
      payload: { job: work.job, subjectId: work.subjectId, epoch: work.epoch + 1 },
    });
    return (await tx.work.get(workId))!;
  });
}
