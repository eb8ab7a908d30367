import type { LineVersion, Mission } from '../mission/types.js';
import type { Geography } from '../ports.js';
import { AreaIndex } from './areas.js';
import { cells5Around, cellsOf } from './cells.js';
import { checkPosition } from './check.js';
import { LineIndex, lineInForce } from './line.js';
import { SettlementIndex } from './settlements.js';
import type { SideProbability } from './types.js';

/**
 * The pack's places made searchable. A place in overlapping sectors belongs to the one with the smallest id. Parties that
 * are on neither side of the line in force get probability 0. Positions out of range are refused (Problem invalid_input).
 * @throws Problem not_possible, invalid_input where the pack has no usable line
 */
export function makeGeography(mission: Mission): Geography {
  const sectors = new AreaIndex(mission.sectors);
  const zones = new AreaIndex(mission.zones);
  const settlements = new SettlementIndex(mission.settlements);
  const lines = new Map<LineVersion, LineIndex>(mission.lines.map((line) => [line, new LineIndex(line)]));
  const lineAt = (at: string): LineIndex => {
    const version = lineInForce(mission.lines, at);
    return lines.get(version) ?? new LineIndex(version);
  };
  return {
    sideOf(estimate, at) {
      checkPosition(estimate);
      const index = lineAt(at);
      const { left, right } = index.sides(estimate);
      const sides: SideProbability = {};
      for (const party of mission.parties) sides[party.id] = 0;
      sides[index.line.left] = left;
      sides[index.line.right] = right;
      return sides;
    },
    distanceToLine(estimate, at) {
      checkPosition(estimate);
      return lineAt(at).distance(estimate);
    },
    sectorOf(position) {
      checkPosition(position);
      return sectors.at(position)[0] ?? null;
    },
    zonesOf(position) {
      checkPosition(position);
      return zones.at(position);
    },
    cellsOf,
    cells5Around,
    describe(position, language) {
      checkPosition(position);
      return settlements.describe(position, language);
    },
    settlement: (id) => settlements.get(id),
    settlementsNamed: (name) => settlements.named(name),
  };
}
