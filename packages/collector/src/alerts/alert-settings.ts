/** What the operator allows alerts. */
export interface AlertSettings {
  /** Whether webhooks may go to addresses of this machine and of private networks. Default false. */
  allowPrivateAddresses: boolean;
  /** The origin of links in messages; absent: messages have none. */
  publicUrl: string | undefined;
}

export const defaultAlertSettings: AlertSettings = {
  allowPrivateAddresses: false,
  publicUrl: undefined,
};
