/** The child's side of a server under load: says where it listens, and what it has used when asked. */
export interface Served {
  address: string;
  close(): Promise<void>;
}

export interface Usage {
  /** Most resident memory so far, bytes. */
  peakBytes: number;
  /** Processor time so far, seconds. */
  seconds: number;
}

/** Starts with the settings in the first argument (JSON), and ends when told to or when the parent has gone. */
export async function serve<Settings>(start: (settings: Settings) => Promise<Served>): Promise<void> {
  const served = await start(JSON.parse(process.argv[2] ?? '{}') as Settings);
  process.on('message', (said) => {
    if (said === 'usage') {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      const usage: Usage = { peakBytes: maxRSS * 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 };
      process.send!(usage);
    } else void served.close().finally(() => process.exit());
  });
  process.once('disconnect', () => process.exit());
  process.send!({ address: served.address });
}
