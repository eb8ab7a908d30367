/** One fault of a mission pack: file and line (from 1), JSON pointer inside the file, what and what to do. */
export interface PackFault {
  file: string;
  line: number;
  path: string;
  message: string;
  remedy: string;
}

/** Thrown by loadMission with every fault found, in order of file and line. */
export class PackFaults extends Error {
  constructor(
    readonly dir: string,
    readonly faults: PackFault[],
  ) {
    super(
      [
        `${faults.length} fault${faults.length === 1 ? '' : 's'} in the mission pack ${dir}`,
        ...faults.map((f) => `${f.file}:${f.line}: ${f.path === '' ? '' : `${f.path} `}${f.message}. ${f.remedy}`),
      ].join('\n'),
    );
    this.name = 'PackFaults';
  }
}
