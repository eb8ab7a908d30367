/** JSON Schemas of the ladder and of what raises an incident on it. */
import { closingEvents, escalationChannels, escalationTriggers } from '#core/mission/ladder-types.js';

type Parts = Record<'id' | 'ids' | 'localised' | 'positive', object>;

function record(properties: Record<string, object>, optional: string[] = []) {
  const required = Object.keys(properties).filter((k) => !optional.includes(k));
  return { type: 'object', properties, required, additionalProperties: false };
}

function set(values: readonly string[]) {
  return { type: 'array', items: { enum: [...values] }, uniqueItems: true, minItems: 1 };
}

export function rung(roles: readonly string[], { id, localised, positive }: Omit<Parts, 'ids'>) {
  return record(
    {
      level: { type: 'integer', minimum: 1 },
      id,
      name: localised,
      acknowledgeMinutes: positive,
      role: { enum: [...roles] },
      actMinutes: positive,
      // A party is told by sealed notice (reply), never by the mission's own ladder.
      tells: set(roles.filter((role) => role !== 'party_liaison')),
      channels: set(escalationChannels),
      climbsOn: { ...set(['acknowledge', 'act']), minItems: 0 },
      closesOn: { enum: ['act', 'person'] },
      closedBy: set(closingEvents),
    },
    ['actMinutes', 'tells', 'channels', 'climbsOn', 'closesOn', 'closedBy'],
  );
}

export function escalationRules({ id, ids, localised, positive }: Parts) {
  const some = { ...ids, minItems: 1 };
  const match = {
    kinds: some,
    weaponClasses: some,
    zones: some,
    casualties: { enum: ['injured', 'killed'] },
    civilianObject: { type: 'boolean' },
  };
  const trigger = (from: string, more: Record<string, object> = {}) => ({
    type: 'array',
    items: record(
      { id, rung: id, from: { enum: ['reported', 'verified'], default: from }, ...match, ...more },
      Object.keys(match).concat('from'),
    ),
    default: [],
  });
  const counted = { count: { type: 'integer', minimum: 2 }, hours: { ...positive, maximum: 720 } };
  return record(
    {
      starts: record({ serious: id, grave: id }),
      severity: trigger('verified'),
      repetition: trigger('verified', counted),
      fireAtMission: trigger('reported'),
      massEvents: trigger('reported', counted),
      alarms: id,
      silence: record({ unacknowledged: id, unanswered: id }, ['unacknowledged', 'unanswered']),
      notOlderThanHours: { ...positive, default: 72 },
      snooze: {
        ...record({
          maxMinutes: { ...positive, default: 720 },
          maxTimes: { type: 'integer', minimum: 0, default: 2 },
        }),
        required: [],
        default: {},
      },
      words: record({
        subject: localised,
        text: localised,
        alarm: localised,
        causes: record(Object.fromEntries(escalationTriggers.map((name) => [name, localised]))),
      }),
    },
    [
      'starts',
      'alarms',
      'silence',
      'severity',
      'repetition',
      'fireAtMission',
      'massEvents',
      'notOlderThanHours',
      'snooze',
    ],
  );
}
