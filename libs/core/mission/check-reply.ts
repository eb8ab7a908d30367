import type { MissionFault } from './fault.js';
import type { Mission } from './types.js';

/** What the texts of notices may ask for, in braces; core/reply/words fills them in. */
export const noticePlaceholders = [
  'mission',
  'party',
  'number',
  'refersTo',
  'provision',
  'title',
  'text',
  'version',
  'kind',
  'place',
  'from',
  'to',
  'gravity',
  'standard',
  'acknowledgeBy',
  'replyBy',
] as const;

/** Rows of the gravity matrix that name what the pack does not have, or nothing at all. */
export function matrixFaults(mission: Mission): MissionFault[] {
  if (!Array.isArray(mission.gravityMatrix)) return [];
  const known = {
    kinds: new Set(mission.eventKinds.map((k) => k.id)),
    weaponClasses: new Set(mission.weapons.map((w) => w.weaponClass)),
    zones: new Set(mission.zones.map((z) => z.id)),
  };
  return mission.gravityMatrix.flatMap((row, i) => {
    const path = `/gravityMatrix/${i}`;
    if (Object.keys(row).length < 2)
      return [{ path, message: 'applies to every breach', remedy: 'Say to which: a kind, weapon, zone, casualties.' }];
    return (['kinds', 'weaponClasses', 'zones'] as const).flatMap((list) =>
      (row[list] ?? [])
        .map((id, at) => ({ id, at }))
        .filter(({ id }) => !known[list].has(id))
        .map(({ id, at }) => ({
          path: `${path}/${list}/${at}`,
          message: `there is no "${id}" among the pack's ${list}`,
          remedy: 'Name one of this pack.',
        })),
    );
  });
}

/** Words of notices that lack a language, or ask for what a notice does not hold; clocks that run out of order. */
export function replyFaults(mission: Mission): MissionFault[] {
  const { reply } = mission;
  if (!reply?.words || !reply.gravity || !reply.standardOfProof) return [];
  const faults: MissionFault[] = [];
  for (const part of ['words', 'gravity', 'standardOfProof'] as const)
    for (const [name, text] of Object.entries(reply[part])) {
      const path = `/reply/${part}/${name}`;
      for (const language of mission.languages)
        if (!text[language])
          faults.push({
            path,
            message: `has no text in "${language}", which is one of the mission's languages`,
            remedy: `Add "${language}", or take it out of languages in mission.yaml.`,
          });
      for (const [language, words] of Object.entries(text))
        for (const [whole, asked] of words.matchAll(/\{(\w+)\}/g))
          if (part !== 'words' || !(noticePlaceholders as readonly string[]).includes(asked!))
            faults.push({
              path: `${path}/${language}`,
              message: `asks for ${whole}, which a notice does not hold`,
              remedy: `Use ${noticePlaceholders.map((p) => `{${p}}`).join(', ')}.`,
            });
    }
  const replyHours = mission.thresholds?.escalation?.replyHours;
  if (replyHours !== undefined && reply.acknowledgeHours > replyHours)
    faults.push({
      path: '/reply/acknowledgeHours',
      message: `is longer than the ${replyHours} hours for the reply itself`,
      remedy: 'Ask for the acknowledgement first.',
    });
  return faults;
}
