import type { Person } from '../load/client.js';
import { type Answer, ask } from '../load/http.js';

const password = 'seven quiet bridges over the delta';

export interface People {
  monitors: Person[];
  supervisors: Person[];
  administrator: Person | null;
}

/** Signs the first administrator in and adds whom the load needs: several, because each has a limit of requests. */
export async function signUp(
  address: string,
  first: { loginName: string; password: string },
  people: People,
): Promise<void> {
  const administrator = await join(address, first.loginName, first.password);
  for (const [role, count] of [
    ['monitor', 4],
    ['supervisor', 2],
  ] as const) {
    for (let i = 1; i <= count; i++) {
      const loginName = `${role}-${i}`;
      const form = { loginName, role, scope: { sectors: [], party: null }, secondFactor: false };
      const { json } = good(
        await ask(address, {
          method: 'POST',
          path: '/v1/users',
          token: administrator.token,
          body: JSON.stringify(form),
        }),
      );
      const person = await join(address, loginName, (json as { password: string }).password);
      (role === 'monitor' ? people.monitors : people.supervisors).push(person);
    }
  }
  people.administrator = administrator;
}

/** Puts new tokens into the places of the old ones. */
export async function signAgain(address: string, people: People): Promise<void> {
  for (const [role, list] of [
    ['monitor', people.monitors],
    ['supervisor', people.supervisors],
  ] as const) {
    for (const [i, person] of list.entries())
      Object.assign(person, await signIn(address, `${role}-${i + 1}`, password));
  }
}

/** Signs in with a password that somebody else made, and chooses one. */
async function join(address: string, loginName: string, made: string): Promise<Person> {
  const person = await signIn(address, loginName, made);
  const body = JSON.stringify({ current: made, password });
  good(await ask(address, { method: 'POST', path: '/v1/me/password', token: person.token, body }));
  return person;
}

async function signIn(address: string, loginName: string, word: string): Promise<Person> {
  const body = JSON.stringify({ loginName, password: word, delivery: 'bearer' });
  const { json } = good(await ask(address, { method: 'POST', path: '/v1/sessions', body }));
  const { token, account } = json as { token: string; account: { id: string } };
  return { id: account.id, token };
}

function good(answer: Answer): Answer {
  if (answer.status < 200 || answer.status > 299) throw new Error(`Answered ${answer.said}: ${answer.text}`);
  return answer;
}
