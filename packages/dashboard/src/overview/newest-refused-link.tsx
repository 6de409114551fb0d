import { Link } from '@tanstack/react-router';
import { formatAgo } from '../format/time.js';
import link from '../invocations/invocations-link.module.css';
import { useScope, useZone } from '../url/use-scope.js';

/** When a run was last refused; opens that run. */
export function NewestRefusedLink(props: { invocationId: string; time: string }) {
  const ago = formatAgo(props.time, Date.now(), useZone());
  return (
    <Link
      to="/invocations/$invocationId"
      params={{ invocationId: props.invocationId }}
      search={useScope()}
      className={link.link}
      aria-label={`Newest refused run, ${ago}`}
    >
      {ago}
    </Link>
  );
}
