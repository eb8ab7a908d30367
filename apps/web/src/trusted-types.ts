interface Policy {
  createScriptURL(address: string): unknown;
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;

/** The one policy of the console: scripts of our own address, from the build's folder, and the service worker. */
const policy = factory?.createPolicy('linewatch', {
  createScriptURL(address) {
    const url = new URL(address, location.origin);
    if (url.origin === location.origin && (url.pathname.startsWith('/assets/') || url.pathname === '/worker.js')) {
      return url.href;
    }
    throw new TypeError(`not a script of ours: ${url.href}`);
  },
});

/** The address of a worker, such as browsers that require trusted types take it. @throws TypeError if it is not ours */
export function ownScript(address: string): string {
  return (policy ? policy.createScriptURL(address) : address) as string;
}
