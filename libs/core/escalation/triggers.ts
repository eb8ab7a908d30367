import type { CountTrigger, EscalationRules, EscalationTrigger, SeverityTrigger } from '../mission/ladder-types.js';
import type { Mission } from '../mission/types.js';
import { say, type Said } from '../said.js';
import type { TriggerIncident } from '../ports-escalation.js';

/** Something that a rule of the pack asks to be raised. */
export interface Trigger {
  trigger: EscalationTrigger;
  ruleId: string;
  /** Rung id. */
  rung: string;
  incident: TriggerIncident;
  said: Said;
}

/** Whether everything that the rule names applies to the incident, and it has come as far as the rule asks. */
export function matches(rule: SeverityTrigger, incident: TriggerIncident, mission: Pick<Mission, 'weapons'>): boolean {
  const weaponClass = mission.weapons.find((w) => w.id === incident.weapon)?.weaponClass;
  const { killed, injured } = incident.casualties ?? { killed: 0, injured: 0 };
  const standing = incident.outcome === 'verified' || (rule.from === 'reported' && counts(incident));
  return (
    standing &&
    (rule.kinds === undefined || rule.kinds.includes(incident.kind)) &&
    (rule.weaponClasses === undefined || (weaponClass !== undefined && rule.weaponClasses.includes(weaponClass))) &&
    (rule.zones === undefined || rule.zones.some((zone) => incident.zones.includes(zone))) &&
    (rule.casualties === undefined || killed > 0 || (rule.casualties === 'injured' && injured > 0)) &&
    (rule.civilianObject === undefined || rule.civilianObject === incident.civilianObject)
  );
}

/** Whether an incident may still count: undecided, verified, or not verifiable. */
export function counts(incident: Pick<TriggerIncident, 'outcome'>): boolean {
  return incident.outcome === null || incident.outcome === 'verified' || incident.outcome === 'not_verifiable';
}

/** What single incidents trigger by themselves: the severity matrix and fire at the mission. Knows no party. */
export function singleTriggers(
  rules: EscalationRules,
  incidents: readonly TriggerIncident[],
  mission: Pick<Mission, 'weapons'>,
): Trigger[] {
  const by = (trigger: EscalationTrigger, list: readonly SeverityTrigger[]): Trigger[] =>
    list.flatMap((rule) =>
      incidents
        .filter((incident) => matches(rule, incident, mission))
        .map((incident) => ({
          trigger,
          ruleId: rule.id,
          rung: rule.rung,
          incident,
          said: say`Rule "${rule.id}" of the mission applies.`,
        })),
    );
  return [...by('severity', rules.severity), ...by('fire_at_mission', rules.fireAtMission)];
}

/**
 * What incidents trigger together: `count` of them in one sector, beginning within `hours`, the newest of them among
 * `changed`. One trigger per rule and sector: at the newest incident that completes a number.
 */
export function countTriggers(
  rules: EscalationRules,
  changed: ReadonlySet<string>,
  around: readonly TriggerIncident[],
  mission: Pick<Mission, 'weapons'>,
): Trigger[] {
  const by = (trigger: EscalationTrigger, list: readonly CountTrigger[]): Trigger[] =>
    list.flatMap((rule) => {
      const fitting = around.filter((i) => i.sector !== null && matches(rule, i, mission)).sort(byStart);
      return [...new Set(fitting.map((i) => i.sector!))].sort().flatMap((sector) => {
        const here = fitting.filter((i) => i.sector === sector);
        const completing = here.findLast((incident, at) => {
          const first = here[at - rule.count + 1];
          if (!first || Date.parse(incident.start) - Date.parse(first.start) > rule.hours * 3_600_000) return false;
          // Late records complete a number as well, wherever in it they stand.
          return here.slice(at - rule.count + 1, at + 1).some((i) => changed.has(i.id));
        });
        if (!completing) return [];
        const said = say`Rule "${rule.id}" of the mission applies: ${rule.count} within ${rule.hours} hours in one sector.`;
        return [{ trigger, ruleId: rule.id, rung: rule.rung, incident: completing, said }];
      });
    });
  return [...by('repetition', rules.repetition), ...by('mass_event', rules.massEvents)];
}

function byStart(a: TriggerIncident, b: TriggerIncident): number {
  return a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1;
}
