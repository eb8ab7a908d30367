/** What every answer tells a browser that may take it for a page: it is none, it loads nothing, nobody shows or reads it elsewhere. */
const always = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'SAMEORIGIN',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
  'Cache-Control': 'no-store',
} as const;

/** For a year and all names below. */
const tlsOnly = { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } as const;

/** Made once: to ask at each request what is the same for all took longer than to parse its body. */
export function safeHeaders({ tls, demo }: { tls: boolean; demo: boolean }): Record<string, string> {
  return { ...always, ...(tls && tlsOnly), ...(demo && { 'Linewatch-Demo': 'true' }) };
}
