/** What the benches say to our api over HTTP. */
import type { Person } from './servers/ours.js';

export const missionDir = 'missions/ukraine-line';

export const monitors = Array.from({ length: 8 }, (_, i): Person => ({
  loginName: `monitor-${i}`,
  password: `seven quiet bridges ${i}`,
  role: 'monitor',
}));

/** A session's token. */
export async function signIn(address: string, { loginName, password }: Person): Promise<string> {
  const { token } = await ask(address, '/v1/sessions', { loginName, password, delivery: 'bearer' });
  return token as string;
}

/** @throws Error where the answer is not 201 */
export async function ask(
  address: string,
  path: string,
  body: object,
  token?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
