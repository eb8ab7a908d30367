import { LineCounter, isCollection, isNode, parseDocument, visit, type Document } from 'yaml';

/** What stands in a text of YAML that we do not take, and where. */
export interface YamlFault {
  /** From 1. */
  line: number;
  message: string;
}

/**
 * Reads YAML, of which JSON is a part, as far as packs and profiles use it: keys are texts, and nothing has a tag. Lists and
 * maps as keys are refused before anything is made of them: one within the other, they cost seconds for two thousand bytes.
 * `data` is undefined where there are faults.
 */
export function readYaml(text: string): { data: unknown; document: Document; lines: LineCounter; faults: YamlFault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    line: lines.linePos(fault.pos[0]).line,
    message: fault.message,
  }));
  visit(document, {
    Pair(_, { key }) {
      if (!isCollection(key)) return undefined;
      const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      faults.push({ line: lines.linePos(at).line, message: 'A list or a map cannot be a key' });
      return visit.SKIP;
    },
  });
  return { data: faults.length === 0 ? made(document, faults) : undefined, document, lines, faults };
}

/** What stands for itself, or for far more than it is, becomes a fault. */
function made(document: Document, faults: YamlFault[]): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    faults.push({ line: 1, message: error.message });
    return undefined;
  }
}
