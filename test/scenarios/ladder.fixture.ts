import type { Account, Actor, Role } from '#core/access/types.js';
import { openDesk, person, type Desk } from './desk.js';

/** Staff of the mission "two-valleys" who are told of steps: accounts with the ids that act in tests. */
export const [ina, jon] = [person('ina', 'monitor'), person('jon', 'monitor')];
export const [sam, sue] = [person('sam', 'supervisor', ['island']), person('sue', 'supervisor', ['island'])];
export const hana = person('hana', 'head_of_mission');

export async function employ(desk: Desk, people: Actor[]): Promise<void> {
  const rows = people.map(({ id, role, scope }): Account => ({
    id,
    role: role as Role,
    scope,
    loginName: id,
    passwordHash: '-',
    totpSecret: null,
    passwordExpiresAt: null,
    disabledAt: null,
    createdAt: desk.clock.now().toISOString(),
    failedSince: null,
    failures: 0,
  }));
  await desk.deps.uow.run(async (tx) => {
    for (const row of rows) await tx.write.account(row);
  });
}

/** A blast at the ford, `hoursAgo`, reported by two patrols and not yet decided on; the id of the incident. */
export async function blast(desk: Desk, hoursAgo: number, given: Record<string, unknown> = {}): Promise<string> {
  const at = desk.clock.now().getTime() - hoursAgo * 3_600_000;
  const time = { start: new Date(at).toISOString(), end: new Date(at + 60_000).toISOString() };
  const id = await desk.receive(ina, { patrolId: 'west', ...time, ...given });
  await desk.receive(jon, { patrolId: 'south', ...time, ...given });
  return (await desk.incidentOf(id)).id;
}

/** The same database opened anew at the same time, as after a restart. */
export async function reopened(desk: Desk, options: Parameters<typeof openDesk>[0]): Promise<Desk> {
  const now = desk.clock.now().getTime();
  const { channels } = desk.deps;
  await desk.close();
  const again = await openDesk(options);
  if (channels) again.deps.channels = channels;
  again.clock.move((now - again.clock.now().getTime()) / 1000);
  return again;
}
