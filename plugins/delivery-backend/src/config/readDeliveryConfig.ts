import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { matchesPattern } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { applyRulesSchema, requirementSchema } from './applyRules';
import type { ApplyRules, Requirement } from './applyRules';
import { DEFAULT_KINDS } from './defaultKinds';
import { newNamespacesSchema } from './newNamespaces';
import type { NewNamespaces } from './newNamespaces';
import { readJobBindings, readNamespaceBindings } from './ownership';
import type { JobBinding, NamespaceBinding } from './ownership';

/** An environment: namespaces of a cluster that services run in. */
export interface EnvironmentConfig {
  name: string;
  cluster: string;
  /** Names, or patterns with `*` for any text */
  namespaces: string[];
  production: boolean;
  /**
   * `namespace` if all services in a namespace trust each other; without it, each
   * service is apart
   */
  trustDomain?: 'namespace';
  /** What a person needs to change the environment directly, in addition to the permission of the action */
  requires?: Requirement;
  /** Namespaces that belong to certain entities only */
  bindings?: NamespaceBinding[];
}

/** The `delivery` section of the portal's configuration. */
export interface DeliveryConfig {
  /** Environments in the order of promotion */
  environments: EnvironmentConfig[];
  labelSelectorsEnabled: boolean;
  /** Number of days that releases and timeline events are kept */
  historyDays: number;
  /** Key of the hashes in the audit log; undefined if the database has it */
  auditHashKey: string | undefined;
  /** Tokens for actions, by name of the cluster */
  actTokens: Map<string, string>;
  /** Kinds that may be applied, such as `apps/Deployment` or `/Service` */
  applyKinds: readonly string[];
  /** What objects may refer to, beside what belongs to their service */
  applyRules: ApplyRules;
  /** Initial content of new namespaces; undefined if the portal creates none */
  newNamespaces: NewNamespaces | undefined;
  /** Jobs and folders that belong to certain entities only */
  jobBindings: JobBinding[];
}

const DEFAULT_HISTORY_DAYS = 365;
const MIN_KEY_LENGTH = 32;

/**
 * Reads the `delivery` section.
 *
 * @throws InputError with the name of the environment and the mistake
 */
export function readDeliveryConfig(config: Config): DeliveryConfig {
  const environmentConfigs =
    config.getOptionalConfigArray('delivery.environments') ?? [];
  const bindings = readNamespaceBindings(
    config,
    environmentConfigs.map(each => each.getString('name')),
  );
  const environments = environmentConfigs.map(each => ({
    ...readEnvironment(each),
    bindings: bindings.get(each.getString('name')),
  }));
  const names = new Set<string>();
  for (const { name } of environments) {
    if (names.has(name)) {
      throw new InputError(
        `delivery.environments has two environments named '${name}'. Give each a unique name.`,
      );
    }
    names.add(name);
  }
  rejectOverlaps(environments);
  const historyDays =
    config.getOptionalNumber('delivery.history.keepDays') ??
    DEFAULT_HISTORY_DAYS;
  if (!(historyDays >= 1)) {
    throw new InputError(
      `delivery.history.keepDays is ${historyDays}, but must be at least 1`,
    );
  }
  return {
    environments,
    labelSelectorsEnabled:
      config.getOptionalBoolean('delivery.labelSelectors.enabled') ?? false,
    historyDays,
    auditHashKey: readAuditHashKey(config),
    actTokens: new Map(
      (config.getOptionalConfigArray('delivery.clusters') ?? []).flatMap(
        readActToken,
      ),
    ),
    applyKinds:
      config.getOptionalStringArray('delivery.apply.kinds') ?? DEFAULT_KINDS,
    applyRules: readApplyRules(config),
    newNamespaces: readNewNamespaces(config),
    jobBindings: readJobBindings(config),
  };
}

function readAuditHashKey(config: Config): string | undefined {
  const key = config.getOptionalString('delivery.audit.hashKey')?.trim();
  if (key !== undefined && key.length < MIN_KEY_LENGTH) {
    throw new InputError(
      `delivery.audit.hashKey has ${key.length} characters, but must have at least ${MIN_KEY_LENGTH}. Create a key with: openssl rand -base64 32`,
    );
  }
  return key;
}

function readNewNamespaces(config: Config): NewNamespaces | undefined {
  const value = config.getOptional('delivery.apply.newNamespaces');
  if (value === undefined) return undefined;
  const read = newNamespacesSchema.safeParse(value);
  if (read.success) return read.data;
  throw new InputError(
    `delivery.apply.newNamespaces is not valid: ${z.prettifyError(read.error)}`,
  );
}

function readApplyRules(config: Config): ApplyRules {
  const read = applyRulesSchema.safeParse(
    config.getOptional('delivery.apply') ?? {},
  );
  if (read.success) return read.data;
  throw new InputError(
    `delivery.apply is not valid: ${z.prettifyError(read.error)}`,
  );
}

function readTrustDomain(
  config: Config,
  environment: string,
): EnvironmentConfig['trustDomain'] {
  const value = config.getOptionalString('trustDomain');
  if (value === undefined || value === 'namespace') return value;
  throw new InputError(
    `Environment '${environment}' in delivery.environments has the trustDomain '${value}'. Set 'namespace', or remove it to keep services apart.`,
  );
}

function readRequirement(
  config: Config,
  environment: string,
): Requirement | undefined {
  const value = config.getOptional('requires');
  if (value === undefined) return undefined;
  const read = requirementSchema.safeParse(value);
  if (read.success) return read.data;
  throw new InputError(
    `Environment '${environment}' in delivery.environments has a requires that is not valid: ${z.prettifyError(read.error)}`,
  );
}

function readActToken(config: Config): [string, string][] {
  const name = config.getString('name');
  if (!config.getOptionalBoolean('actions.enabled')) return [];
  const token = config.getOptionalString('serviceAccountToken')?.trim();
  if (!token) {
    throw new InputError(
      `Cluster '${name}' in delivery.clusters has actions enabled and no serviceAccountToken. Set the token that actions use.`,
    );
  }
  return [[name, token]];
}

function readEnvironment(config: Config): Omit<EnvironmentConfig, 'bindings'> {
  const name = config.getString('name');
  const namespaces = config.getStringArray('namespaces');
  if (!namespaces.length) {
    throw new InputError(
      `Environment '${name}' in delivery.environments has no namespaces. Set at least one.`,
    );
  }
  const wrong = namespaces.find(
    n => !/^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/.test(n),
  );
  if (wrong !== undefined) {
    throw new InputError(
      `Environment '${name}' in delivery.environments has the namespace '${wrong}', which is neither a Kubernetes name nor a pattern with '*'`,
    );
  }
  const trustDomain = readTrustDomain(config, name);
  const requires = readRequirement(config, name);
  return {
    name,
    namespaces,
    cluster: config.getString('cluster'),
    production: config.getOptionalBoolean('production') ?? false,
    ...(trustDomain && { trustDomain }),
    ...(requires && { requires }),
  };
}

/** Whether a namespace belongs to an environment. */
export function matchesNamespace(
  { namespaces }: Pick<EnvironmentConfig, 'namespaces'>,
  namespace: string,
): boolean {
  return namespaces.some(pattern => matchesPattern(pattern, namespace));
}

/** The binding of a namespace of an environment; undefined if any entity may claim workloads in it. */
export function namespaceBinding(
  { bindings = [] }: Pick<EnvironmentConfig, 'bindings'>,
  namespace: string,
): NamespaceBinding | undefined {
  return bindings.find(({ namespaces }) =>
    namespaces.some(pattern => matchesPattern(pattern, namespace)),
  );
}

/** The environment that a namespace of a cluster belongs to. */
export function environmentOf(
  environments: EnvironmentConfig[],
  { cluster, namespace }: { cluster: string; namespace: string },
): EnvironmentConfig | undefined {
  return environments.find(
    each => each.cluster === cluster && matchesNamespace(each, namespace),
  );
}

function rejectOverlaps(environments: EnvironmentConfig[]): void {
  environments.forEach((one, index) => {
    for (const other of environments.slice(index + 1)) {
      if (one.cluster !== other.cluster) continue;
      for (const a of one.namespaces) {
        const b = other.namespaces.find(pattern => overlap(a, pattern));
        if (b === undefined) continue;
        throw new InputError(
          `The environments '${one.name}' and '${other.name}' in delivery.environments both claim namespaces of cluster '${one.cluster}': '${a}' and '${b}' match the same names. A namespace can belong to only one environment.`,
        );
      }
    }
  });
}

/** Whether a name can match both patterns. */
function overlap(a: string, b: string): boolean {
  if (a === '' && b === '') return true;
  if (a.startsWith('*')) {
    return overlap(a.slice(1), b) || (b !== '' && overlap(a, b.slice(1)));
  }
  if (b.startsWith('*')) return overlap(b, a);
  return (
    a !== '' && b !== '' && a[0] === b[0] && overlap(a.slice(1), b.slice(1))
  );
}
