import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import { deploymentRecord } from '../../__testUtils__/records';
import type { DeploymentRecord } from '../../kubernetes/projection/records';
import { claimOf, ownsId } from './claimOf';
import type { ServiceQuery } from './serviceQuery';

describe('claimOf', () => {
  const entityRef = 'component:default/orders';
  const other = 'component:default/billing';
  const query: ServiceQuery = { entityRef, id: 'orders' };
  const labelled = (id: string) => ({ labels: { [KUBERNETES_ID]: id } });
  const claim = (workload: Partial<DeploymentRecord>, by = query) =>
    claimOf(by, {}, deploymentRecord(workload), { isSame: () => false });
  const consented = { claim: 'consented' };

  it('is consented if the label, the annotation or both name the service', () => {
    expect(claim(labelled('orders'))).toEqual(consented);
    expect(claim({ entity: entityRef })).toEqual(consented);
    expect(claim({ ...labelled('orders'), entity: entityRef })).toEqual(
      consented,
    );
  });

  it('follows the annotation if it and the label name two services', () => {
    expect(claim({ ...labelled('orders'), entity: other })).toBeUndefined();
    expect(claim({ ...labelled('billing'), entity: entityRef })).toEqual(
      consented,
    );
  });

  it('is selected if only a selector matches', () => {
    const selecting = { ...query, selector: 'app=orders' };
    const labels = { app: 'orders', [KUBERNETES_ID]: 'billing' };
    expect(claim({ labels, entity: other }, selecting)).toEqual({
      claim: 'selected',
    });
    expect(claim({ labels: {} }, selecting)).toBeUndefined();
  });

  it('is contested if another entity has an equal proof, and names both', () => {
    const claimants = [entityRef, other].map(ref => ({
      entityRef: ref,
      owners: [],
      source: ref,
      isTrusted: false,
      isFirst: true,
    }));
    const contesting = { ...query, idClaims: { claimants, first: [] } };
    expect(claim(labelled('orders'), contesting)).toEqual({
      claim: 'contested',
      claimants: [entityRef, other],
    });
    expect(ownsId(contesting)).toBe(true);
  });

  it('does not exist if another entity named the id first', () => {
    const claimants = [
      { entityRef, isFirst: false },
      { entityRef: other, isFirst: true },
    ].map(each => ({
      owners: [],
      source: each.entityRef,
      isTrusted: false,
      ...each,
    }));
    const late = { ...query, idClaims: { claimants, first: [other] } };
    expect(claim(labelled('orders'), late)).toBeUndefined();
    expect(ownsId(late)).toBe(false);
  });
});
