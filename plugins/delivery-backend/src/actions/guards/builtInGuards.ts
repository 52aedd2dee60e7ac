import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { EnvironmentConfig } from '../../config';
import type { OwnershipResolver } from '../OwnershipResolver';
import { allowedKind } from './allowedKind';
import { declaredOwner } from './declaredOwner';
import { draftName } from './draftName';
import { existingOwner } from './existingOwner';
import { managedByOther } from './managedByOther';
import { namespaceInEnvironment } from './namespaceInEnvironment';
import { ownJobs } from './ownJobs';
import { ownRepository } from './ownRepository';
import { validGeneratedSecret } from './validGeneratedSecret';

/** The portal's own guards, in the order in which they are checked. */
export function builtInGuards(options: {
  /** Kinds that may be applied, such as `apps/Deployment` or `/Service` */
  kinds: readonly string[];
  environments: EnvironmentConfig[];
  ownership: OwnershipResolver;
}): ActionGuard[] {
  const { kinds, environments, ownership } = options;
  return [
    ownRepository,
    ownJobs(ownership),
    allowedKind(kinds),
    validGeneratedSecret,
    namespaceInEnvironment(environments),
    declaredOwner,
    draftName,
    existingOwner(ownership),
    managedByOther,
  ];
}
