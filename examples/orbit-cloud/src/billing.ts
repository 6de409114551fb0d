/** Where a user puts a card on file. */
export const billingUrl = 'https://orbit.example/billing';
