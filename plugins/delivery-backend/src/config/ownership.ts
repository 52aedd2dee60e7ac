import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { trimOf } from '@fairway/backstage-plugin-delivery-common';

/** Entities that configuration binds something to. */
export interface Binding {
  /** Entity refs */
  entities: string[];
  /** Entity refs of groups or users: everything that they own */
  owners: string[];
}

/** Binds namespaces of an environment. */
export interface NamespaceBinding extends Binding {
  /** Names, or patterns with `*` for any text */
  namespaces: string[];
}

/** Binds a job or folder of a CI server, with everything in it. */
export interface JobBinding extends Binding {
  /** Name of the CI server; any if it is undefined */
  server?: string;
  /** Full name of the job or folder */
  job: string;
}

/** Whether a binding is to an entity. */
export function isBoundTo(
  { entities, owners }: Binding,
  claimant: { entityRef: string; owners: string[] },
): boolean {
  return (
    entities.includes(claimant.entityRef) ||
    owners.some(owner => claimant.owners.includes(owner))
  );
}

/** @throws InputError that names an invalid field */
export function readJobBindings(config: Config): JobBinding[] {
  const field = 'delivery.ownership.jobs';
  return (config.getOptionalConfigArray(field) ?? []).map(entry => ({
    ...readBinding(entry, field),
    job: trimOf(entry.getString('job'), '/'),
    server: entry.getOptionalString('server'),
  }));
}

/**
 * Bindings by name of the environment.
 *
 * @throws InputError that names an invalid field
 */
export function readNamespaceBindings(
  config: Config,
  environments: string[],
): Map<string, NamespaceBinding[]> {
  const field = 'delivery.ownership.namespaces';
  const bindings = new Map<string, NamespaceBinding[]>();
  for (const entry of config.getOptionalConfigArray(field) ?? []) {
    const environment = entry.getString('environment');
    if (!environments.includes(environment)) {
      throw new InputError(
        `${field} has the environment '${environment}', which delivery.environments does not have`,
      );
    }
    const binding = {
      ...readBinding(entry, field),
      namespaces: entry.getStringArray('namespaces'),
    };
    bindings.set(environment, [...(bindings.get(environment) ?? []), binding]);
  }
  return bindings;
}

function readBinding(config: Config, field: string): Binding {
  const refsOf = (key: string, defaultKind: string) =>
    (config.getOptionalStringArray(key) ?? []).map(ref =>
      stringifyEntityRef(
        parseEntityRef(ref, { defaultKind, defaultNamespace: 'default' }),
      ),
    );
  const binding = {
    entities: refsOf('entities', 'component'),
    owners: refsOf('owners', 'group'),
  };
  if (!binding.entities.length && !binding.owners.length) {
    throw new InputError(
      `An entry of ${field} has neither entities nor owners. Set at least one.`,
    );
  }
  return binding;
}
