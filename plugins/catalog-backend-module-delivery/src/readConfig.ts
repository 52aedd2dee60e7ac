import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { readDurationFromConfig } from '@backstage/config';
import type { Config } from '@backstage/config';
import { InputError, isError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  UNKNOWN_OWNER,
  matchesPattern,
  parseLabelSelector,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';

/** Rule that selects workloads for the catalog and sets their owner. */
export interface WorkloadRule {
  matches(workload: Pick<DeployedWorkload, 'namespace' | 'labels'>): boolean;
  /** Ref of the owner, or {@link UNKNOWN_OWNER} */
  owner: string;
}

/** Configuration in the section `catalog.providers.delivery`. */
export interface WorkloadProviderConfig {
  /** Rules; the first that matches a workload applies */
  rules: WorkloadRule[];
  /** Time after which an entity without workloads is removed */
  removeAfterMs: number;
}

const SECTION = 'catalog.providers.delivery';
const DEFAULT_REMOVE_AFTER_MS = 10 * 60_000;

/**
 * Reads the configuration; undefined if the section is missing.
 *
 * @throws InputError that names the invalid key and the problem
 */
export function readConfig(root: Config): WorkloadProviderConfig | undefined {
  const config = root.getOptionalConfig(SECTION);
  if (!config) return undefined;
  const rules = (config.getOptionalConfigArray('workloads') ?? []).map(
    readRule,
  );
  if (!rules.length) {
    throw new InputError(
      `${SECTION}.workloads is empty. Add a rule that selects workloads, such as '- namespaces: ["*"]'.`,
    );
  }
  return {
    rules,
    removeAfterMs: config.has('removeAfter')
      ? durationToMilliseconds(
          readDurationFromConfig(config, { key: 'removeAfter' }),
        )
      : DEFAULT_REMOVE_AFTER_MS,
  };
}

function readRule(config: Config, index: number): WorkloadRule {
  const key = `${SECTION}.workloads[${index}]`;
  const namespaces = config.getOptionalStringArray('namespaces') ?? ['*'];
  const selector = config.getOptionalString('labelSelector');
  const matchesLabels =
    selector === undefined
      ? () => true
      : withKey(`${key}.labelSelector`, () => parseLabelSelector(selector));
  const owner = config.getOptionalString('owner');
  return {
    matches: ({ namespace, labels }) =>
      namespaces.some(pattern => matchesPattern(pattern, namespace)) &&
      matchesLabels(labels),
    owner:
      owner === undefined
        ? UNKNOWN_OWNER
        : withKey(`${key}.owner`, () =>
            stringifyEntityRef(parseEntityRef(owner, { defaultKind: 'group' })),
          ),
  };
}

function withKey<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InputError(`${key}: ${isError(error) ? error.message : error}`);
  }
}
