import type { Entity } from '@backstage/catalog-model';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { DeliveryConfig } from '../../config';
import type { ActionAuthorizer } from '../ActionAuthorizer';
import { ClusterObjects } from '../apply/ClusterObjects';
import type { GeneratedSecrets } from '../apply/GeneratedSecrets';
import { ServedKinds } from '../apply/ServedKinds';
import type { OwnershipResolver } from '../OwnershipResolver';
import type { ClusterWriter } from '../../kubernetes';
import { allowedAnnotations } from './allowedAnnotations';
import { allowedFields } from './allowedFields';
import { allowedHosts } from './allowedHosts';
import { allowedKind } from './allowedKind';
import { declaredOwner } from './declaredOwner';
import { draftName } from './draftName';
import { environmentRequirements } from './environmentRequirements';
import { existingOwner } from './existingOwner';
import { knownKind } from './knownKind';
import { managedByOther } from './managedByOther';
import { namespaceInEnvironment } from './namespaceInEnvironment';
import { ownJobs } from './ownJobs';
import { ownMarks } from './ownMarks';
import { ownPodLabels } from './ownPodLabels';
import { ownReferences } from './ownReferences';
import { ownRepository } from './ownRepository';
import { ownSelectors } from './ownSelectors';
import { podSecurityBaseline } from './podSecurityBaseline';
import type { ClusterFacts } from './references/ClusterFacts';
import { ReferenceOwners } from './references/ReferenceOwners';
import { reservedNames } from './reservedNames';
import { validGeneratedSecret } from './validGeneratedSecret';

/** The portal's own guards, in the order in which they are checked. */
export function builtInGuards(options: {
  config: Pick<DeliveryConfig, 'applyKinds' | 'applyRules' | 'environments'>;
  ownership: Pick<OwnershipResolver, 'findConflictingOwners' | 'jobRefusal'>;
  authorizer: ActionAuthorizer;
  writer: Pick<ClusterWriter, 'send'>;
  facts: ClusterFacts;
  secrets: Pick<GeneratedSecrets, 'belongsTo'>;
}): ActionGuard[] {
  const { config, ownership, authorizer, writer, facts, secrets } = options;
  const { applyKinds, applyRules: rules, environments } = config;
  const owners = ReferenceOwners.create({
    objects: ClusterObjects.create(writer),
    served: ServedKinds.create(writer),
    secrets,
    facts,
    rules,
    environments,
    isContested: contestedIds(ownership),
  });
  return [
    ownRepository,
    ownJobs(ownership),
    environmentRequirements(environments, authorizer),
    allowedKind(applyKinds),
    knownKind(rules),
    validGeneratedSecret,
    namespaceInEnvironment(environments),
    declaredOwner,
    ownMarks,
    reservedNames(rules, owners),
    podSecurityBaseline,
    allowedFields,
    draftName,
    existingOwner(ownership),
    managedByOther,
    allowedAnnotations(rules, owners),
    allowedHosts(rules, owners, facts),
    ownReferences(owners, facts),
    ownSelectors(owners, facts),
    ownPodLabels(owners, facts),
  ];
}

/** Whether others claim the id of an entity. The catalog is read once for all objects of an action. */
function contestedIds(
  ownership: Pick<OwnershipResolver, 'findConflictingOwners'>,
): (entity: Entity) => Promise<boolean> {
  const known = new WeakMap<Entity, Promise<boolean>>();
  return entity => {
    const isContested =
      known.get(entity) ??
      ownership.findConflictingOwners(entity).then(owners => owners.length > 0);
    known.set(entity, isContested);
    return isContested;
  };
}
