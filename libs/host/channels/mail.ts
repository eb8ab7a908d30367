import type { Transporter } from 'nodemailer';
import type { OutgoingMessage } from '#core/escalation/types.js';

export interface MailSettings {
  /** smtp:// (STARTTLS where the server has it) or smtps:// address, with user and password where needed. */
  url: string;
  /** Sender, one plain address. */
  from: string;
}

export interface Mailer {
  /** @throws Error of the server or the network */
  send(message: OutgoingMessage, alert: string): Promise<void>;
  close(): void;
}

/** Sends mail over SMTP. The Message-ID is made of the message's id: a repeated mail is known as the same. */
export function makeMailer({ url, from }: MailSettings): Mailer {
  let transport: Transporter | null = null;
  const opened = async (): Promise<Transporter> => {
    // In memory from the first mail on, and not in processes that send none.
    const { createTransport } = await import('nodemailer');
    return (transport ??= createTransport(url, {
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    } as object));
  };
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    async send({ id, address, language, subject, text, sentAt }, alert) {
      const server = await opened();
      await server.sendMail({
        // As objects: nothing in an address can become another header or another recipient.
        from: { name: '', address: from },
        to: [{ name: '', address }],
        messageId: `<${id}@${domain}>`,
        date: new Date(sentAt),
        subject,
        text,
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
        attachments: [{ filename: 'alert.cap', content: alert, contentType: 'application/cap+xml' }],
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    close: () => transport?.close(),
  };
}
