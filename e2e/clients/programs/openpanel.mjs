// @openpanel/sdk.

export function open({
  module,
  endpoint,
  key,
  prefix,
  record,
  delivered,
  failed,
  untilAllReported,
}) {
  const panel = new module.OpenPanel({ apiUrl: endpoint, clientId: prefix, clientSecret: key });
  // It resolves with the response, or with null when it gives up.
  const settle = (label, sent) =>
    sent.then((response) => (response ? delivered(label) : failed(label, 'null')));
  const profileId = `${prefix}-user`;

  return {
    track(label) {
      settle(label, panel.track('Counted', { profileId, label }));
    },
    sendEachKind() {
      const call = (name, start) => {
        const label = record(`${prefix}-${name}`);
        settle(label, start({ label }));
      };
      call('track', (own) =>
        panel.track('Report Opened', { profileId, ...own, pages: 3, columns: ['a', 'b'] }),
      );
      call('identify', (own) =>
        panel.identify({ profileId, firstName: 'Ada', properties: { ...own, plan: 'pro' } }),
      );
      call('increment', () => panel.increment({ profileId, property: 'opened', value: 2 }));
      call('decrement', () => panel.decrement({ profileId, property: 'left', value: 1 }));
      call('revenue', (own) => panel.revenue(950, own));
      if (panel.upsertGroup === undefined) return;
      call('group', (own) =>
        panel.upsertGroup({
          id: 'acme',
          type: 'company',
          name: 'Acme',
          properties: { ...own, seats: 5 },
        }),
      );
      call('assign-group', () => panel.setGroup('acme'));
    },
    close: untilAllReported,
  };
}
