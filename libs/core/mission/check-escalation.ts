import type { MissionFault } from './fault.js';
import type { SeverityTrigger } from './ladder-types.js';
import type { Mission } from './types.js';

/** What the texts of the ladder may ask for, in braces; core/escalation/words fills them in. */
export const escalationPlaceholders = [
  'mission',
  'level',
  'rung',
  'cause',
  'kind',
  'place',
  'when',
  'sector',
  'acknowledgeBy',
  'alarm',
] as const;

/** Triggers that name what the pack does not have, ids used twice, words that lack a language or ask for what is not there. */
export function escalationFaults(mission: Mission): MissionFault[] {
  const rules = mission.escalationRules;
  if (!rules?.words || !Array.isArray(rules.severity)) return [];
  const at = '/escalationRules';
  const faults: MissionFault[] = [];
  const rungs = new Set(mission.escalation.map((r) => r.id));
  const known = {
    kinds: new Set(mission.eventKinds.map((k) => k.id)),
    weaponClasses: new Set(mission.weapons.map((w) => w.weaponClass)),
    zones: new Set(mission.zones.map((z) => z.id)),
  };
  const rungFault = (path: string, id: string | undefined) => {
    if (id !== undefined && !rungs.has(id))
      faults.push({ path, message: `there is no rung "${id}" on the ladder`, remedy: 'Name one of /escalation.' });
  };
  rungFault(`${at}/starts/serious`, rules.starts?.serious);
  rungFault(`${at}/starts/grave`, rules.starts?.grave);
  rungFault(`${at}/alarms`, rules.alarms);
  rungFault(`${at}/silence/unacknowledged`, rules.silence?.unacknowledged);
  rungFault(`${at}/silence/unanswered`, rules.silence?.unanswered);
  const seen = new Set<string>();
  for (const list of ['severity', 'repetition', 'fireAtMission', 'massEvents'] as const)
    rules[list].forEach((trigger: SeverityTrigger, i) => {
      const path = `${at}/${list}/${i}`;
      rungFault(`${path}/rung`, trigger.rung);
      if (seen.has(trigger.id))
        faults.push({ path: `${path}/id`, message: `the id "${trigger.id}" is used twice`, remedy: 'Use another.' });
      seen.add(trigger.id);
      const conditions = ['kinds', 'weaponClasses', 'zones', 'casualties', 'civilianObject'] as const;
      if (list === 'severity' && conditions.every((name) => trigger[name] === undefined))
        faults.push({
          path,
          message: 'applies to every incident',
          remedy: 'Say to which: a kind, weapon, zone, harm.',
        });
      if (list === 'fireAtMission' && trigger.kinds === undefined)
        faults.push({
          path,
          message: 'names no kinds',
          remedy: 'Name the kinds of event that are fire at the mission.',
        });
      for (const name of ['kinds', 'weaponClasses', 'zones'] as const)
        (trigger[name] ?? []).forEach((id, n) => {
          if (!known[name].has(id))
            faults.push({
              path: `${path}/${name}/${n}`,
              message: `there is no "${id}" among the pack's ${name}`,
              remedy: 'Name one of this pack.',
            });
        });
    });
  const { causes, ...templates } = rules.words;
  const texts = [
    ...Object.entries(templates).map(([name, text]) => ({ path: `${at}/words/${name}`, text, asks: true })),
    ...Object.entries(causes ?? {}).map(([name, text]) => ({ path: `${at}/words/causes/${name}`, text, asks: false })),
  ];
  for (const { path, text, asks } of texts) {
    for (const language of mission.languages)
      if (!text[language])
        faults.push({
          path,
          message: `has no text in "${language}", which is one of the mission's languages`,
          remedy: `Add "${language}", or take it out of languages in mission.yaml.`,
        });
    for (const [language, words] of Object.entries(text))
      for (const [whole, asked] of words.matchAll(/\{(\w+)\}/g))
        if (!asks || !(escalationPlaceholders as readonly string[]).includes(asked!))
          faults.push({
            path: `${path}/${language}`,
            message: `asks for ${whole}, which is not there`,
            remedy: `Use ${escalationPlaceholders.map((p) => `{${p}}`).join(', ')}.`,
          });
  }
  return faults;
}
