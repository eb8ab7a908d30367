/** The part of the store that keeps working material from growing for ever; ports.ts joins it in. */
export interface UpkeepReads {
  upkeep: {
    /** Work that is done and was owed before the instant. */
    doneWork(before: string): Promise<number>;
    /** Sessions that ended, or ran out, before the instant. */
    endedSessions(before: string): Promise<number>;
  };
}

export interface UpkeepWrites {
  /** Each removes at most `limit`, and says how many. */
  upkeep: {
    doneWork(before: string, limit: number): Promise<number>;
    endedSessions(before: string, limit: number): Promise<number>;
  };
}
