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

/** Which workloads come into the catalog, and whose they are. */
export interface WorkloadRule {
  fits(workload: Pick<DeployedWorkload, 'namespace' | 'labels'>): boolean;
  /** Ref, or {@link UNKNOWN_OWNER} */
  owner: string;
}

/** The section `catalog.providers.delivery`. */
export interface WorkloadProviderConfig {
  /** The first that fits counts */
  rules: WorkloadRule[];
  /** How long an entity outlives its last workload */
  goneAfterMs: number;
}

const SECTION = 'catalog.providers.delivery';
const DEFAULT_GONE_AFTER_MS = 10 * 60_000;

/**
 * Reads the section; undefined without it.
 *
 * @throws InputError that names the key and what is wrong with it
 */
export function readConfig(root: Config): WorkloadProviderConfig | undefined {
  const config = root.getOptionalConfig(SECTION);
  if (!config) return undefined;
  const rules = (config.getOptionalConfigArray('workloads') ?? []).map(
    readRule,
  );
  if (!rules.length) {
    throw new InputError(
      `${SECTION}.workloads is empty; say which workloads come into the catalog, such as '- namespaces: ["*"]'`,
    );
  }
  return {
    rules,
    goneAfterMs: config.has('goneAfter')
      ? durationToMilliseconds(
          readDurationFromConfig(config, { key: 'goneAfter' }),
        )
      : DEFAULT_GONE_AFTER_MS,
  };
}

function readRule(config: Config, index: number): WorkloadRule {
  const where = `${SECTION}.workloads[${index}]`;
  const namespaces = config.getOptionalStringArray('namespaces') ?? ['*'];
  const selector = config.getOptionalString('labelSelector');
  const matchesLabels =
    selector === undefined
      ? () => true
      : readOr(`${where}.labelSelector`, () => parseLabelSelector(selector));
  const owner = config.getOptionalString('owner');
  return {
    fits: ({ namespace, labels }) =>
      namespaces.some(pattern => matchesPattern(pattern, namespace)) &&
      matchesLabels(labels),
    owner:
      owner === undefined
        ? UNKNOWN_OWNER
        : readOr(`${where}.owner`, () =>
            stringifyEntityRef(parseEntityRef(owner, { defaultKind: 'group' })),
          ),
  };
}

function readOr<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InputError(`${where}: ${isError(error) ? error.message : error}`);
  }
}
