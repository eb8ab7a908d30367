import { Problem } from '#core/errors.js';
import type { CapAlert, OutgoingMessage } from '#core/escalation/types.js';
import { canonicalJson } from '#core/journal/canonical.js';
import type { Channels } from '#core/ports-escalation.js';
import type { Signer } from '#core/ports.js';
import { makeMailer, type MailSettings } from './mail.js';
import { post } from './web.js';

export interface ChannelSettings {
  /** Null: this installation sends no mail. */
  mail: MailSettings | null;
  signer: Signer;
  /** Writes an alert as a CAP document. */
  capDocument: (alert: CapAlert) => string;
}

/** The way out of the house: mail, signed web calls, and CAP alerts by the same calls. */
export function makeChannels({ mail, signer, capDocument }: ChannelSettings): Channels & { close(): void } {
  const mailer = mail && makeMailer(mail);
  return {
    async send(message) {
      if (message.channel === 'email') {
        if (!mailer) throw new Problem('not_possible', 'No mail server is configured (LINEWATCH_SMTP_URL).');
        await mailer.send(message, capDocument(message.alert));
        return;
      }
      const cap = message.channel === 'cap';
      const content = cap ? capDocument(message.alert) : canonicalJson(webhookContent(message));
      await post(message, {
        content,
        type: cap ? 'application/cap+xml; charset=utf-8' : 'application/json',
        keyId: signer.keyId,
        sign: (text) => signer.sign(text),
      });
    },
    close: () => mailer?.close(),
  };
}

/** What a webhook is told: nothing that the inbox does not say. */
function webhookContent({ id, sentAt, language, subject, text, alert }: OutgoingMessage): Record<string, unknown> {
  const { urgency, severity, effective, expires, areaDesc } = alert;
  return {
    id,
    sentAt,
    language,
    subject,
    text,
    urgency,
    severity,
    raisedAt: effective,
    acknowledgeBy: expires,
    area: areaDesc,
  };
}
