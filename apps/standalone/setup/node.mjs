/** Imported first, and plain enough for an old Node to read: says what is wrong instead of a stack. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Linewatch needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org/en/download`);
  process.exit(1);
}
