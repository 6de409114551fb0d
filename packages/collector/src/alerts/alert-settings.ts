/** How mails are sent. */
export interface SmtpSettings {
  host: string;
  port: number;
  /** `starttls` refuses a server without it. */
  security: 'tls' | 'starttls' | 'none';
  /** Absent: without a login. */
  login: { user: string; password: string } | undefined;
  /** The sender's address. */
  from: string;
  /** PEM of the authority that signed the server's certificate; absent: those of Node.js. */
  certificateAuthority: string | undefined;
}

/** What the operator allows alerts. */
export interface AlertSettings {
  /** Whether webhooks may go to addresses of this machine and of private networks. Default false. */
  allowPrivateAddresses: boolean;
  /** The origin of links in messages; absent: messages have none. */
  publicUrl: string | undefined;
  /** Absent: no mail is sent. */
  smtp: SmtpSettings | undefined;
}

export const defaultAlertSettings: AlertSettings = {
  allowPrivateAddresses: false,
  publicUrl: undefined,
  smtp: undefined,
};
