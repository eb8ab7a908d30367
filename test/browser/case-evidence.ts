/** What nobody should ever run, close or be confused by. */
export const hostile = [
  '<script>globalThis.ran = 1</script>',
  '<img src=x onerror="globalThis.ran = 1">',
  '"><svg onload=globalThis.ran=1>',
  '</textarea><iframe srcdoc="<script>parent.ran=1</script>">',
  "'; alert(1); //",
  '{{constructor.constructor("globalThis.ran=1")()}}',
  '$t(title) {{reason}}',
  'javascript:globalThis.ran=1',
  '<a href="javascript:globalThis.ran=1">press</a>',
  '\u202Egnp.exe\u202C \u2066x\u2069',
  '=HYPERLINK("http://example.invalid")',
  '٣ انفجارات <b>&amp;</b> e\u0301',
].join(' ¦ ');
/** A picture of one pixel. */
export const photo = Buffer.from(
  '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c636060600000000400012734270a0000000049454e44ae426082',
  'hex',
);
/** A page that would run something if it were shown as one. */
export const page1 = Buffer.from('<!doctype html><script>globalThis.ran = 1; parent.ran = 1</script>');

/** A UUIDv7 of now. */
export function recordId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = [...crypto.getRandomValues(new Uint8Array(10))].map((b) => b.toString(16).padStart(2, '0')).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
}
