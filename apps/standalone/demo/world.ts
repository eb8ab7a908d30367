import type { Actor } from '#core/access/types.js';
import { acceptSightings } from '#core/intake/accept.js';
import { recordEffort } from '#core/intake/effort.js';
import { acceptNotification } from '#core/intake/notify.js';
import { previousWeek, reportingWeek, weekInterval } from '#core/mission/calendar.js';
import type { Deps } from '#core/ports.js';
import { simulate } from '#core/simulation/simulate.js';
import type { SimulatedSighting, World } from '#core/simulation/types.js';
import { DemoStaff } from './staff.js';

const seed = 20_260;
const weeks = 4;
const atOnce = 250;
const everywhere = { sectors: [], party: null };
const day = 86_400_000;

/**
 * Four simulated weeks of a mission, put through the same doors as real reports: accepted, fused and
 * verified by the worker, then decided on by simulated staff. The truth behind it is not kept.
 */
export class DemoWorld {
  private stopping = false;
  private filling: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: Deps,
    private readonly say: (text: string) => void,
  ) {}

  /** Fills the store; resolves when done or stopped. Safe to run again: the same records get the same receipts. */
  fill(): Promise<void> {
    this.filling = this.run();
    return this.filling;
  }

  /** Ends the filling after the batch in hand; the next start goes on. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.filling;
  }

  private async run(): Promise<void> {
    const { deps, say } = this;
    if ((await deps.uow.read((reads) => reads.meta.get('demo.filled'))) === 'yes') return;
    const world = await this.makeWorld();
    say(`Filling the demo: ${world.sightings.length} sightings of ${weeks} simulated weeks …`);
    for (const notification of world.notifications) {
      if (this.stopping) return;
      const { id, party, kind, eventKinds, area, start, end } = notification;
      const liaison: Actor = {
        id: notification.submittedBy,
        role: 'party_liaison',
        scope: { sectors: [], party },
        type: 'person',
      };
      await acceptNotification(this.arrivedAt(start), liaison, { id, party, kind, eventKinds, area, start, end });
    }
    const scheduler: Actor = { id: 'system', role: 'administrator', scope: everywhere, type: 'system' };
    for (let i = 0; i < world.effort.length && !this.stopping; i += atOnce) {
      const rows = world.effort.slice(i, i + atOnce).map(({ submittedBy: _, ...row }) => row);
      await Promise.all(rows.map((row) => recordEffort(deps, scheduler, row)));
    }
    await this.accept(world.sightings);
    await this.drained();
    if (this.stopping) return;
    const staff = new DemoStaff(deps, say, () => this.stopping);
    await staff.decide(world.to);
    await this.drained();
    await staff.rule();
    await this.drained();
    for (const [why, times] of staff.refusals) say(`  not done ${times} times: ${why}`);
    if (this.stopping) return;
    await deps.uow.run((tx) => tx.write.meta('demo.filled', 'yes'));
    const last = previousWeek(reportingWeek(deps.clock.now().toISOString(), deps.mission.calendar));
    say(`The demo world is complete. Its last full week is ${last}.`);
  }

  /** The end is kept, so that a fill that was cut off goes on with the very same world. */
  private async makeWorld(): Promise<World> {
    const { deps } = this;
    const until = await deps.uow.run(async (tx) => {
      const known = await tx.meta.get('demo.until');
      if (known) return known;
      await tx.write.meta('demo.until', tx.now);
      return tx.now;
    });
    let week = reportingWeek(until, deps.mission.calendar);
    for (let i = 0; i < weeks; i++) week = previousWeek(week);
    const { from } = weekInterval(week, deps.mission.calendar);
    const days = (Date.parse(until) - Date.parse(from)) / day;
    const world = simulate(deps.mission, deps.geography, { preset: 'sparse', seed, days, from });
    return { ...world, sightings: world.sightings.filter((s) => s.arrivesAt <= until) };
  }

  private async accept(sightings: SimulatedSighting[]): Promise<void> {
    const machines = new Set(this.deps.mission.means.filter((m) => m.by === 'machine').map((m) => m.id));
    let refused = 0;
    for (let i = 0; i < sightings.length && !this.stopping; i += atOnce) {
      const batch = sightings.slice(i, i + atOnce);
      const results = await Promise.all(
        batch.map(({ input, submittedBy, arrivesAt }) => {
          const machine = machines.has(input.means);
          const actor: Actor = {
            id: submittedBy,
            role: machine ? 'device' : 'monitor',
            scope: everywhere,
            type: machine ? 'device' : 'person',
          };
          return acceptSightings(this.arrivedAt(arrivesAt), actor, [input]);
        }),
      );
      for (const [result] of results) if (result?.status === 'refused') refused += 1;
      const done = Math.min(i + atOnce, sightings.length);
      if (done % 5_000 < atOnce || done === sightings.length) this.say(`  accepted ${done} of ${sightings.length}`);
    }
    if (refused > 0) this.say(`  ${refused} were refused`);
  }

  /** The mission's clock at the simulated moment of arrival, for the received-at of what arrives then. */
  private arrivedAt(instant: string): Deps {
    return { ...this.deps, clock: { now: () => new Date(instant) } };
  }

  /** Waits until no entry is without position and no work is owed. */
  private async drained(): Promise<void> {
    let told = 0;
    while (!this.stopping) {
      const { owed, backlog } = await this.deps.uow.read(async (reads) => ({
        owed: (await reads.work.counts()).owed,
        backlog: (await reads.journal.backlog()).count,
      }));
      if (owed + backlog === 0) return;
      if (++told % 20 === 0) this.say(`  ${owed + backlog} steps of work still owed`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
