import type { SecureContextOptions } from 'node:tls';
import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import type { SecondFactorRule } from '#core/access/duties.js';
import type { RecordsVerdict } from '#core/journal/types.js';
import type { Console } from './console/files.js';
import type { TileFile } from './console/tiles.js';
import type { Deps, PasswordHasher, SecondFactor, SharedCounts } from '#core/ports.js';

/** Limits and times of the HTTP edge. */
export interface ApiConfig {
  /** Reverse proxies in front, exactly; 0 means none. */
  trustedProxies: number;
  /** Largest JSON body, bytes. */
  bodyBytes: number;
  /** Largest bulk stream of a device, bytes: it is held in memory until its signature is known to cover it. */
  signedBulkBytes: number;
  /** Largest evidence file, bytes. */
  evidenceBytes: number;
  /** Requests a minute from one address that are not (yet) signed in, and from one actor. */
  addressPerMinute: number;
  actorPerMinute: number;
  /** The same for all accounts and devices of one party together, each party alike. */
  partyPerMinute: number;
  /** Longest time that a JSON body may take to come, and that a stop waits for requests under way, seconds. */
  bodySeconds: number;
  stopSeconds: number;
  /** The process counts as stuck when the oldest entry without a position is older, seconds. */
  stuckAfterSeconds: number;
}

export const defaultConfig: ApiConfig = {
  trustedProxies: 0,
  bodyBytes: 1_000_000,
  signedBulkBytes: 8_000_000,
  evidenceBytes: 500_000_000,
  addressPerMinute: 600,
  actorPerMinute: 6000,
  partyPerMinute: 12_000,
  bodySeconds: 120,
  stopSeconds: 20,
  stuckAfterSeconds: 120,
};

/** What a finished backup says of itself. */
export interface BackupDone {
  /** Folder on the server. */
  folder: string;
  manifest: Record<string, unknown>;
}

/** Everything the API takes from whoever composes the process. */
export interface ApiRuntime {
  deps: Deps;
  hasher: PasswordHasher;
  secondFactor: SecondFactor;
  /** Whether an account may do anything without one. */
  secondFactorRule: SecondFactorRule;
  /** The store holds a simulated world; said in every response. */
  demo: boolean;
  config: ApiConfig;
  /** What it serves TLS with; absent where it speaks in the clear. */
  tls?: SecureContextOptions;
  logger: Logger;
  /** A connection of readiness's own, so that a busy pool is told apart from a database that is away. */
  probe: TypeOrmModuleOptions;
  /** What must answer before this process should be sent requests, by name; a rejection says why not. */
  readiness: Record<string, () => Promise<void>>;
  /** Compares all records with what the journal says was written. */
  checkRecords: () => Promise<RecordsVerdict>;
  /** Writes a backup on this machine; absent where the database is backed up by other means. */
  backup?: () => Promise<BackupDone>;
  /** Where several processes count requests and windows together; absent where this one is alone. */
  sharedCounts?: SharedCounts;
  /** Room on the volume that holds the data; absent where this process cannot know. */
  disk?: () => Promise<{ freeBytes: number; totalBytes: number }>;
  /** The screens, served from the same address; absent where nothing but the API is wanted. */
  console?: Console;
  /** Base map that the map screen draws under everything; absent where land and sea are enough. */
  tiles?: TileFile;
}

/** Injection tokens. */
export const RUNTIME = Symbol('ApiRuntime');
export const SECURITY = Symbol('Security');
