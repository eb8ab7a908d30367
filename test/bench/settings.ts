/** What every bench is given. */
export interface BenchSettings {
  /** Quick figures to see that all works: shorter, smaller, not for the record. */
  short: boolean;
  /** Empty folder that is removed afterwards. */
  folder: string;
  say(text: string): void;
}
