/** One thing wrong with a mission: where (JSON pointer into `Mission`), what, and what to do. */
export interface MissionFault {
  path: string;
  message: string;
  remedy: string;
}
