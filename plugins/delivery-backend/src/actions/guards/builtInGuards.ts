import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { DeliveryConfig } from '../../config';
import type { PipelineProviders } from '../../extensions/PipelineProviders';
import type { OwnershipResolver, Repositories } from '../../ownership';
import type { ActionAuthorizer } from '../ActionAuthorizer';
import { ClusterObjects } from '../apply/ClusterObjects';
import type { GeneratedSecrets } from '../apply/GeneratedSecrets';
import { ServedKinds } from '../apply/ServedKinds';
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
import { ObjectOwners } from './ObjectOwners';
import { ownJobs } from './ownJobs';
import { ownMarks } from './ownMarks';
import { ownPodLabels } from './ownPodLabels';
import { ownReferences } from './ownReferences';
import { ownNamespace } from './ownNamespace';
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
  ownership: Pick<
    OwnershipResolver,
    'know' | 'idClaims' | 'actionRefusal' | 'bindingRefusal'
  >;
  repositories: Pick<Repositories, 'isSame'>;
  providers: Pick<PipelineProviders, 'locate'>;
  authorizer: ActionAuthorizer;
  writer: Pick<ClusterWriter, 'send'>;
  facts: ClusterFacts;
  secrets: Pick<GeneratedSecrets, 'belongsTo'>;
}): ActionGuard[] {
  const { config, ownership, repositories, providers } = options;
  const { authorizer, writer, facts, secrets } = options;
  const { applyKinds, applyRules: rules, environments } = config;
  const objectOwners = ObjectOwners.create({ ownership, repositories });
  const owners = ReferenceOwners.create({
    objects: ClusterObjects.create(writer),
    served: ServedKinds.create(writer),
    secrets,
    facts,
    rules,
    environments,
    objectOwners,
  });
  return [
    ownRepository(repositories),
    ownJobs(ownership, providers),
    environmentRequirements(environments, authorizer),
    allowedKind(applyKinds),
    knownKind(rules),
    validGeneratedSecret,
    namespaceInEnvironment(environments),
    ownNamespace(environments),
    declaredOwner,
    ownMarks,
    reservedNames(rules, owners),
    podSecurityBaseline,
    allowedFields,
    draftName,
    existingOwner(objectOwners, environments),
    managedByOther,
    allowedAnnotations(rules, owners),
    allowedHosts(rules, owners, facts),
    ownReferences(owners, facts),
    ownSelectors(owners, facts),
    ownPodLabels(owners, facts),
  ];
}
