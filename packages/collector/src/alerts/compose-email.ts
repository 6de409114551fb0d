import type { AlertMessage } from './alert-message.js';

const words = { 'alert.began': 'began', 'alert.ended': 'ended', 'alert.test': 'test' } as const;

/** Subject, text and headers of a mail. A name cannot add a header: line breaks become spaces. */
export function composeEmail(message: AlertMessage): {
  subject: string;
  text: string;
  headers: Record<string, string>;
  messageId?: string;
} {
  const { type, incident, alert, project, subject, lines, began_at, ended_at, url } = message;
  const about = subject === '' ? alert.name : `${alert.name}: ${subject}`;
  const text = [
    `${alert.name} (${project.title}): ${words[type]}`,
    ...(subject === '' ? [] : [subject]),
    '',
    ...lines,
    '',
    `Began: ${began_at}`,
    ...(ended_at === null ? [] : [`Ended: ${ended_at}`]),
    ...(url === null ? [] : ['', url]),
    ...(incident === null ? [] : ['', `Incident: ${incident}`]),
  ];
  return {
    subject: oneLine(`[Sonde] ${about} (${words[type]})`),
    text: `${text.map(oneLine).join('\n')}\n`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(incident !== null && { 'X-Sonde-Incident': incident }),
    },
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
