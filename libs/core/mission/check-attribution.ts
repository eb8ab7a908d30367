import type { MissionFault } from './fault.js';
import type { Mission } from './types.js';

/** Words that stand beside parties' ids in ledgers. */
const reserved = ['other', 'accident', 'cannot_tell'];

/** What is wrong with the rules of attribution, where the pack has its own; and ids of parties that they reserve. */
export function attributionFaults(mission: Pick<Mission, 'parties' | 'attribution' | 'languages'>): MissionFault[] {
  const faults: MissionFault[] = mission.parties.flatMap((p, i) =>
    reserved.includes(p.id)
      ? [{ path: `/parties/${i}/id`, message: `the id "${p.id}" is reserved`, remedy: 'Choose another id.' }]
      : [],
  );
  const rules = mission.attribution;
  if (!rules) return faults;
  const fault = (path: string, message: string, remedy: string) =>
    faults.push({ path: `/attribution${path}`, message, remedy });
  if (rules.prior.accident + rules.prior.other >= 1)
    fault('/prior', 'leaves nothing for the parties', 'Let accident and other sum to less than 1.');
  rules.possession.forEach(({ party }, i) => {
    if (!mission.parties.some((p) => p.id === party))
      fault(`/possession/${i}/party`, `there is no party "${party}"`, 'Use the id of a party.');
  });
  if (!rules.standards.some((s) => s.id === rules.namingStandard))
    fault('/namingStandard', `there is no standard "${rules.namingStandard}"`, 'Use the id of a standard.');
  rules.standards.forEach(({ above, name }, i) => {
    if (i > 0 && above <= rules.standards[i - 1]!.above)
      fault(`/standards/${i}/above`, 'is not above the standard before it', 'List them from the weakest up.');
    for (const language of mission.languages)
      if (!name[language]) fault(`/standards/${i}/name`, `has no text in "${language}"`, `Add "${language}".`);
  });
  const seen = new Set<string>();
  rules.ratios.forEach(({ id }, i) => {
    if (seen.has(id)) fault(`/ratios/${i}/id`, `the id "${id}" is used twice`, 'Give each its own id.');
    seen.add(id);
  });
  return faults;
}
