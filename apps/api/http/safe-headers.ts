import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** A source list that lets nothing in. */
const nothing = ["'none'"];

/**
 * What every answer tells a browser that may take it for a page: it is none, it loads nothing, nobody shows or reads it
 * elsewhere. Helmet is asked once: to ask at each request what is the same for all took longer than to parse its body.
 */
export function safeHeaders({ tls, demo }: { tls: boolean; demo: boolean }): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  const ask = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: nothing, frameAncestors: nothing, baseUri: nothing, formAction: nothing },
    },
    crossOriginEmbedderPolicy: true,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: tls,
  });
  ask(request, answer, (fault) => {
    if (fault instanceof Error) throw fault;
  });
  const headers = Object.fromEntries(answer.getHeaderNames().map((name) => [name, String(answer.getHeader(name))]));
  return { ...headers, 'cache-control': 'no-store', ...(demo && { 'linewatch-demo': 'true' }) };
}
