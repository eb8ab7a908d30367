/** What the benches use of autocannon, which brings no types. */
declare module 'autocannon' {
  interface Sent {
    body?: string;
    [more: string]: unknown;
  }
  interface Options {
    url: string;
    connections: number;
    duration: number;
    requests: {
      method: string;
      path: string;
      headers: Record<string, string>;
      setupRequest?: (request: Sent, context: object) => Sent;
    }[];
  }
  interface Result {
    duration: number;
    errors: number;
    timeouts: number;
    non2xx: number;
    '2xx': number;
    latency: { p50: number; p97_5: number; p99: number; max: number };
  }
  export default function autocannon(options: Options): Promise<Result>;
}
