import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Breadcrumb } from '../layout/breadcrumb.js';
import { Page } from '../layout/page.js';
import stateClasses from '../state/state.module.css';
import { useScope } from '../url/use-scope.js';

/** The URL of a flow that no catalog declares and no event names. */
export function UnknownFlow({ flow }: { flow: string }) {
  const scope = useScope();
  return (
    <Page title="Unknown flow" above={<Breadcrumb to="/flows" label="Flows" />} withScope={false}>
      <div className={stateClasses.state} data-testid="unknown-flow">
        <h2>
          There is no flow <q>{flow}</q>
        </h2>
        <p className={stateClasses.text}>
          No catalog declares it and no event belongs to it. Its name may be misspelt in the
          address.
        </p>
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => <Link to="/flows" search={scope} {...props} />}
        >
          See all flows
        </Button>
      </div>
    </Page>
  );
}
