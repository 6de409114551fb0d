import { Page } from '../layout/page.js';
import { ErrorState } from './error-state.js';

/** Shown in place of a page that failed, or whose code could not be loaded. */
export function PageError({ error }: { error: unknown }) {
  return (
    <Page title="Something went wrong" withScope={false}>
      <ErrorState error={error} onRetry={() => globalThis.location.reload()} />
    </Page>
  );
}
