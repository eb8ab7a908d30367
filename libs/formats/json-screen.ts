/** Deeper than any record of ours; what recursive code meets later must not overflow its stack. */
const deepest = 64;
/** Members of one object: more than any form has. Checking unknown ones costs their square. */
const widest = 1_000;
/** Values in one text: several times the largest record that is taken. */
const most = 20_000;

/**
 * What makes a JSON text unfit to be handed on, in words, or null. Looks at brackets, commas and escapes only, in one
 * pass and before anything is built, so that a small text cannot cost seconds. NUL has no place in PostgreSQL's texts:
 * a record that holds it would be taken by one database and not by the other.
 */
export function jsonScreen(text: string): string | null {
  /** Of every open bracket: values in it where it is an object, -1 where it is an array. */
  const open: number[] = [];
  let values = 1;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: {
        i = endOfString(text, i);
        if (i < 0) return 'A text may not hold the character U+0000.';
        break;
      }
      case 0x7b:
      case 0x5b:
        if (open.push(text[i] === '{' ? 1 : -1) > deepest) return `It is nested deeper than ${deepest} levels.`;
        values++;
        break;
      case 0x7d:
      case 0x5d:
        open.pop();
        break;
      case 0x2c: {
        const here = open.length - 1;
        if (here >= 0 && open[here]! > 0 && ++open[here]! > widest) return `An object has more than ${widest} members.`;
        values++;
        break;
      }
    }
    if (values > most) return `It holds more than ${most} values.`;
  }
  return null;
}

/** Where the string ends that begins at `from` (the text's end where it does not), or -1 where it escapes a NUL. */
function endOfString(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) return i;
    if (c !== 0x5c) continue;
    if (text.startsWith('u0000', i + 1)) return -1;
    i++;
  }
  return text.length;
}
