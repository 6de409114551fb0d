// @umami/node. It resolves with the response, whatever its status.

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
  const umami = new module.Umami({ hostUrl: endpoint, websiteId: key });
  const settle = (label, sent) =>
    sent.then(
      ({ ok, status }) => (ok ? delivered(label) : failed(label, status)),
      (error) => failed(label, error.message),
    );

  return {
    track(label) {
      settle(label, umami.track('Counted', { label }));
    },
    sendEachKind() {
      const label = (name) => record(`${prefix}-${name}`);
      const named = label('track');
      settle(named, umami.track('Report Opened', { label: named, pages: 3 }));
      const page = label('page');
      settle(page, umami.track({ url: `/${page}`, title: 'Home', hostname: 'example.org' }));
      const person = label('identify');
      settle(person, umami.identify({ label: person, userId: `${prefix}-user`, plan: 'pro' }));
    },
    close: untilAllReported,
  };
}
