export type Role =
  | 'monitor'
  | 'supervisor'
  | 'analyst'
  | 'editor'
  | 'head_of_mission'
  | 'party_liaison'
  | 'auditor'
  | 'administrator'
  | 'device';

/** Where a role holds: sector ids (empty = all sectors) and, for liaisons, the one party. */
export interface Scope {
  sectors: string[];
  party: string | null;
}

/** Whoever acts: a person through a session, or a device through its key. */
export interface Actor {
  id: string;
  role: Role;
  scope: Scope;
  /** 'person' | 'device' | 'system' */
  type: 'person' | 'device' | 'system';
}

export interface Account {
  id: string;
  loginName: string;
  role: Role;
  scope: Scope;
  passwordHash: string;
  totpSecret: string | null;
  /**
   * Where somebody else made the password: when it runs out. It opens nothing from then on, and until it is changed
   * nothing but changing it is possible. Null: its owner chose it.
   */
  passwordExpiresAt: string | null;
  disabledAt: string | null;
  createdAt: string;
  failedSince: string | null;
  failures: number;
}

/** Opaque server-side session; the token itself is never stored, only its SHA-256. */
export interface Session {
  tokenHash: string;
  accountId: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  endedAt: string | null;
}

export interface Device {
  id: string;
  name: string;
  /** Ed25519 public key, base64url of the 32 raw bytes. */
  publicKey: string;
  scope: Scope;
  /** Highest sequence number accepted. */
  lastSequence: number;
  disabledAt: string | null;
  createdAt: string;
}

/** Tries counted under one key. */
export interface SignInTries {
  /** A hash of name, place or both: nothing is written in the clear, and after a day nothing at all. */
  key: string;
  tries: number;
  /** Of the last one. */
  at: string;
}
