/** Files and documents: evidence, archives, pages, tables. @type {import('./attacks.mjs').Attack[]} */
export const fileAttacks = [
  {
    id: 'archive',
    attack: 'An edition package with a lying header, a bomb or something between its files',
    defence: 'Nothing else opens archives; the verifier reads the strictest form and counts real bytes',
    test: ['test/fuzz/corpus.slow.test.ts', 'found out with any byte changed'],
    argued:
      'verify-edition.mjs is one file that others run as it is: the test changes the archive instead of the verifier.',
  },
  {
    id: 'active-file',
    attack: 'A picture that is a page or a script',
    defence: 'Evidence is only ever a download under an opaque type, sandboxed, never rendered',
    test: ['apps/api/intake/intake.test.ts', 'gives them back only as a download'],
    without: [
      {
        file: 'apps/api/intake/evidence.controller.ts',
        find: "type: 'application/octet-stream',",
        put: 'type: evidence.mediaType,',
      },
    ],
  },
  {
    id: 'pixel-flood',
    attack: 'A few kilobytes that say they are 400 million pixels',
    defence: 'A limit on pixels before decoding',
    test: ['libs/host/images.test.ts', 'refuses a picture that says it has more pixels'],
    without: [{ file: 'libs/host/images.ts', find: 'limitInputPixels: mostPixels', put: 'limitInputPixels: false' }],
  },
  {
    id: 'csv-formula',
    attack: 'A formula in a cell of the weekly summary',
    defence: 'Such cells begin with an apostrophe',
    test: ['libs/documents/summary.test.ts', 'keeps spreadsheets from running cells as formulas'],
    without: [{ file: 'libs/documents/summary-csv.ts', find: 'escape_formulas: true', put: 'escape_formulas: false' }],
  },
  {
    id: 'csv-formula-edition',
    attack: 'A formula, also in full-width signs and behind blanks, in a table of an edition',
    defence: 'The same, with those signs',
    test: ['libs/documents/editions.test.ts', 'gives a spreadsheet nothing to run'],
    without: [
      { file: 'libs/documents/edition-csv.ts', find: 'formula.test(cell) ?', put: 'cell === formula.source ?' },
    ],
  },
  {
    id: 'document-markup',
    attack: 'Markup in names and statements that become HTML',
    defence: 'Every value is escaped where it is put in; the page loads nothing',
    test: ['libs/documents/editions.test.ts', 'is one file without script'],
    without: [
      {
        file: 'libs/documents/html.ts',
        find: 'return text.replace(/[&<>"\']/g, (sign) => `&#${sign.charCodeAt(0)};`);',
        put: 'return text;',
      },
    ],
  },
  {
    id: 'document-paper',
    attack: 'Typesetting commands in names and statements that become PDF',
    defence: 'The template takes words as data; it reads no file and no network',
    test: ['libs/documents/edition-paper.test.ts', 'shows text of others as text'],
    argued:
      'Words reach the typesetter as JSON input, never as its language: there is no escaping that could be left out.',
  },
  {
    id: 'path',
    attack: '../ and its relatives in file names',
    defence: 'A file lies under the hash of its bytes; its name is a header field, encoded',
    test: ['apps/api/http/hostile.test.ts', 'is no part of any path'],
    without: [
      {
        file: 'apps/api/intake/evidence.controller.ts',
        find: 'return `attachment; filename="evidence"; filename*=UTF-8\'\'${encoded}`;',
        put: "return `attachment; filename=\"${name.replace(/[^\\x20-\\x7e]/g, '')}\"${encoded && ''}`;",
      },
    ],
  },
  {
    id: 'archive-path',
    attack: '../ in a path inside an edition package',
    defence: 'Paths of an archive come from code and are held to plain names',
    test: ['libs/formats/zip.test.ts', 'is refused as a path'],
    without: [{ file: 'libs/formats/zip.ts', find: '!safePath(path) ||', put: '' }],
  },
  {
    id: 'unicode',
    attack: 'Direction marks and invisible signs that make a word look like another',
    defence: 'They are shown as marks in documents; stored bytes stay as they came',
    test: ['libs/documents/harmless.test.ts', 'show where a sign was taken out'],
    without: [
      {
        file: 'libs/documents/harmless.ts',
        find: '.replace(turning, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase()}]`)',
        put: '.replace(turning, (sign) => sign)',
      },
    ],
  },
  {
    id: 'stored-script',
    attack: 'Script in names, words, file names, map attributions',
    defence: 'React text, a policy that allows no inline script, trusted types',
    test: ['test/browser/hostile.slow.test.ts', 'would be noticed if they did anything'],
    argued:
      'That test is the counter-test: with a payload put in as markup it notices it. The defence is the framework’s own way of writing text.',
  },
];
