/** Alerts in the Common Alerting Protocol 1.2 (OASIS Standard, 1 July 2010, section 3.2 and the schema of appendix A). */
import type { CapAlert } from '#core/escalation/types.js';

/**
 * One alert as a CAP 1.2 document (UTF-8). Elements stand in the order of the schema; times are written with the
 * numeric offset that the standard asks for ("Z" is not allowed there).
 */
export function capDocument(alert: CapAlert): string {
  const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
    element('identifier', alert.identifier),
    element('sender', alert.sender),
    element('sent', time(alert.sent)),
    element('status', 'Actual'),
    element('msgType', 'Alert'),
    element('scope', alert.scope),
    element('restriction', alert.restriction),
    '<info>',
    element('language', alert.language),
    element('category', 'Security'),
    element('event', alert.event),
    element('responseType', 'Assess'),
    element('urgency', alert.urgency),
    element('severity', alert.severity),
    element('certainty', alert.certainty),
    element('effective', time(alert.effective)),
    element('expires', time(alert.expires)),
    element('senderName', alert.senderName),
    element('headline', alert.headline.slice(0, 160)),
    element('description', alert.description),
    '<area>',
    element('areaDesc', alert.areaDesc),
    '</area>',
    '</info>',
    '</alert>',
    '',
  ].join('\n');
}

/** Seconds only: the standard's form of dateTime has no fractions. */
function time(instant: string): string {
  return `${instant.slice(0, 19)}-00:00`;
}

/** As text of an element. Characters that XML 1.0 cannot hold become U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
