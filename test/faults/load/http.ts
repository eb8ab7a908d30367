/** What came back; `status` 0 where no status line did. */
export interface Answer {
  status: number;
  text: string;
  /** The parsed body where it is JSON and whole. */
  json: unknown;
  /** In words for the log. */
  said: string;
}

export interface Asking {
  method: string;
  path: string;
  token?: string | undefined;
  body?: string | Uint8Array | undefined;
  /** Content type; JSON where there is a body and nothing is said. */
  type?: string | undefined;
  patienceMs?: number;
}

/** Asks once and never throws: a connection that breaks is an answer too. What came before it broke is kept. */
export async function ask(
  address: string,
  { method, path, token, body, type, patienceMs = 20_000 }: Asking,
): Promise<Answer> {
  let status = 0;
  let text = '';
  try {
    const response = await fetch(address + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(patienceMs),
    });
    status = response.status;
    const decoder = new TextDecoder();
    if (response.body) for await (const chunk of response.body) text += decoder.decode(chunk, { stream: true });
    return { status, text, json: parsed(text), said: String(status) };
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
    // A status whose body never came whole promises nothing.
    return { status: 0, text, json: null, said: `${status || 'no answer'} ${cause}` };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
