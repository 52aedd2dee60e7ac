import type { Config } from '@backstage/config';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentConfig } from '../../config';
import type { PipelineProviders } from '../../extensions/PipelineProviders';
import type { OwnershipResolver } from '../../ownership';
import type { DeliveryReader } from '../../services';
import type { Pipelines } from '../createPipelines';
import { PipelineFinder } from '../PipelineFinder';
import { CommitHistory } from '../scm/CommitHistory';
import { ChangeReader } from './ChangeReader';
import type { ReleaseHistory } from './ChangeReader';

/**
 * Creates the readers that join pipelines to what the clusters run: changes,
 * and pipelines that build a service's repository.
 */
export function createChanges(options: {
  /** Configuration of the portal, for its source control integrations */
  config: Config;
  providers: PipelineProviders;
  ownership: OwnershipResolver;
  pipelines: Pick<Pipelines, 'pollers' | 'store' | 'userResolver'>;
  reader: DeliveryReader;
  history: ReleaseHistory;
  environments: EnvironmentConfig[];
  clock: Clock;
  /** Ends the waits when it aborts */
  signal: AbortSignal;
}): { changes: ChangeReader; finder: PipelineFinder } {
  const { providers, ownership, pipelines, reader, history } = options;
  const { environments, clock, signal } = options;
  return {
    changes: ChangeReader.create({
      ownership,
      pollers: pipelines.pollers,
      store: pipelines.store,
      userResolver: pipelines.userResolver,
      commits: CommitHistory.fromConfig(options.config),
      reader,
      history,
      environments,
      clock,
      signal,
    }),
    finder: PipelineFinder.create({ providers, reader, clock, signal }),
  };
}
