import type { Entity } from '@backstage/catalog-model';
import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
} from '@fairway/backstage-plugin-delivery-common';
import type { Binding } from '../../config';
import { claimantOf, objectOwnership } from '../../ownership';
import type {
  OwnedObject,
  Ownership,
  OwnershipResolver,
  Repositories,
} from '../../ownership';
import { ownerMarkOf } from './liveMetadata';
import type { ObjectMetadata } from './liveMetadata';

/** Decides whether objects of a cluster belong to an entity, by the same rule as views. */
export class ObjectOwners {
  readonly #options: Parameters<typeof ObjectOwners.create>[0];

  static create(options: {
    ownership: Pick<OwnershipResolver, 'know' | 'idClaims'>;
    repositories: Pick<Repositories, 'isSame'>;
  }): ObjectOwners {
    return new ObjectOwners(options);
  }

  private constructor(options: Parameters<typeof ObjectOwners.create>[0]) {
    this.#options = options;
  }

  /**
   * Whether an object belongs to an entity.
   *
   * @param rest - binding of its namespace, and the repository that its image is built from
   */
  async of(
    entity: Entity,
    { labels = {}, annotations = {} }: ObjectMetadata,
    rest: { binding?: Binding; repository?: string } = {},
  ): Promise<Ownership> {
    return this.#of(entity, {
      id: labels[KUBERNETES_ID],
      entity: annotations[FAIRWAY_ENTITY],
      ...rest,
    });
  }

  /**
   * Whether an entity alone owns the id that it names.
   *
   * @param isDraft - whether the catalog does not have the entity. Its claim is not
   * recorded, because anyone can make one in a dry run
   */
  async ownsId(
    entity: Entity,
    { isDraft }: { isDraft: boolean },
  ): Promise<boolean> {
    const { id, entityRef } = ownerMarkOf(entity);
    if (id === undefined) return false;
    if (isDraft) {
      const claims = this.#options.ownership.idClaims(entity);
      return (claims?.claimants ?? []).every(
        claimant => claimant.entityRef === entityRef,
      );
    }
    return (await this.#of(entity, { id })).state === 'owned';
  }

  async #of(entity: Entity, object: OwnedObject): Promise<Ownership> {
    const { ownership, repositories } = this.#options;
    await ownership.know(entity);
    const { entityRef, owners } = claimantOf(entity);
    const { id } = ownerMarkOf(entity);
    const idClaims = ownership.idClaims(entity);
    return objectOwnership(
      { entityRef, owners, id, idClaims },
      object,
      repositories,
    );
  }
}
