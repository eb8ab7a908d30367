import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { signedText } from '#core/access/devices.js';
import type { Answer, TestApi } from './api.js';

export interface TestDevice {
  id: string;
  /** The headers that sign a request under a sequence number. */
  headers(method: string, path: string, body: string, sequence: number, timestamp?: string): Record<string, string>;
  /** Sends a signed request. */
  ask(method: string, path: string, sequence: number, body?: unknown, timestamp?: string): Promise<Answer>;
}

/** Registers a device with a key of its own. */
export async function registerDevice(api: TestApi, sectors: string[] = []): Promise<TestDevice> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const body = { name: 'mast', publicKey: publicKey.export({ format: 'jwk' }).x, scope: { sectors, party: null } };
  const added = await api.ask('POST', '/v1/devices', { token: api.administrator.token, body });
  if (added.status !== 201) throw new Error(`adding a device answered ${added.status}: ${added.text}`);
  const deviceId = added.json.id as string;
  const headers: TestDevice['headers'] = (method, path, text, sequence, timestamp = new Date().toISOString()) => {
    const bodySha256 = createHash('sha256').update(text).digest('hex');
    const said = signedText({ deviceId, method, path, bodySha256, sequence, timestamp });
    return {
      'linewatch-device': deviceId,
      'linewatch-sequence': String(sequence),
      'linewatch-timestamp': timestamp,
      'linewatch-content-sha256': bodySha256,
      'linewatch-signature': sign(null, Buffer.from(said), privateKey).toString('base64url'),
    };
  };
  return {
    id: deviceId,
    headers,
    ask(method, path, sequence, content, timestamp) {
      const text = content === undefined ? '' : JSON.stringify(content);
      const signed = headers(method, path, text, sequence, timestamp);
      if (content === undefined) return api.ask(method, path, { headers: signed });
      return api.ask(method, path, { body: text, headers: { ...signed, 'content-type': 'application/json' } });
    },
  };
}
