import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Page } from '../layout/page.js';
import { useScope } from '../url/use-scope.js';
import classes from './state.module.css';

/** An unknown URL. */
export function NotFound() {
  const scope = useScope();
  return (
    <Page title="No such page" withScope={false}>
      <div className={classes.state}>
        <p className={classes.text}>There is no page at this address.</p>
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => <Link to="/" search={scope} {...props} />}
        >
          Go to the overview
        </Button>
      </div>
    </Page>
  );
}
