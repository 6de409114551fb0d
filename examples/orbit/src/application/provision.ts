import type { Application, Region } from '../answers.js';
import {
  CloudRefusalError,
  PaymentRequiredError,
  RegionUnavailableError,
} from '../cloud-errors.js';
import type { CommandContext } from '../context.js';
import type { Output } from '../output.js';
import { stopAtBillingWall } from './billing.js';
import { askForRegion, type Choice } from './choose.js';
import type { CreateFlow } from './create-flow.js';

/** What the service created. */
export interface Provisioned {
  application: Application;
  apiKey: { id: string; key: string };
}

/**
 * Creates the application and its API key, and applies the plan.
 *
 * An error after the first step leaves an unfinished application, and the message says so.
 */
export async function provisionApplication(
  choice: Choice,
  context: CommandContext,
  output: Output,
  flow: CreateFlow,
): Promise<Provisioned> {
  const { cloud, plan, account } = choice;
  let created: Application | undefined;
  try {
    created = await createWhereAvailable(choice, context, output, flow);
    const { id } = created;
    flow.step('api_key');
    const apiKey = await context.progress('Creating an API key', () => cloud.createApiKey(id));
    flow.step('apply_plan');
    const application = await context.progress('Applying the plan', () =>
      cloud.applyPlan(id, plan),
    );
    return { application, apiKey };
  } catch (error) {
    if (created !== undefined) {
      output.warn(
        `${created.name} (${created.id}) exists in ${created.region}, but is not finished.`,
      );
    }
    if (error instanceof PaymentRequiredError) {
      return await stopAtBillingWall(plan, account, context, flow, error);
    }
    throw error;
  }
}

/** Tries the requested region; if it has no room, another one. */
async function createWhereAvailable(
  choice: Choice,
  context: CommandContext,
  output: Output,
  flow: CreateFlow,
): Promise<Application> {
  const { name, plan, cloud } = choice;
  const tried = new Set<string>();
  let region = choice.region;
  for (;;) {
    flow.step('api_call');
    try {
      return await context.progress(`Creating ${name} in ${region}`, () =>
        cloud.createApplication({ name, region, plan }),
      );
    } catch (error) {
      if (!(error instanceof CloudRefusalError)) {
        output.warn(
          `The service may have created ${name} all the same; see orbit application list.`,
        );
      }
      if (!(error instanceof RegionUnavailableError)) throw error;
      tried.add(region);
      const others = findRegions(error.refusal.alternatives, choice.regions, tried);
      const [nearest] = others;
      if (nearest === undefined) throw error;
      if (context.settings.isInteractive) {
        flow.step('region');
        region = await askForRegion(`${region} has no room at the moment. Use:`, context, others);
      } else {
        output.warn(
          `${region} has no room at the moment; using ${nearest.id}, the nearest that has.`,
        );
        region = nearest.id;
      }
    }
  }
}

function findRegions(
  ids: readonly string[],
  regions: readonly Region[],
  tried: ReadonlySet<string>,
): Region[] {
  return ids
    .filter((id) => !tried.has(id))
    .flatMap((id) => regions.find((region) => region.id === id) ?? []);
}
