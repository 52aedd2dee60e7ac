import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { AuthResolverContext } from '@backstage/plugin-auth-node';
import { USER_ID_ANNOTATION, signInBySubject } from './signInBySubject';

const user = (name: string, id?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name,
    namespace: 'default',
    ...(id !== undefined && { annotations: { [USER_ID_ANNOTATION]: id } }),
  },
});

/** Finds users as the auth plugin does: the catalog ignores the case of values. */
function contextOf(users: Entity[]) {
  const context: Pick<
    AuthResolverContext,
    'findCatalogUser' | 'signInWithCatalogUser'
  > = {
    findCatalogUser: async query => {
      if (!('annotations' in query)) throw new Error('Not by annotation');
      const wanted = query.annotations[USER_ID_ANNOTATION].toLowerCase();
      const [entity, ...others] = users.filter(
        ({ metadata }) =>
          metadata.annotations?.[USER_ID_ANNOTATION]?.toLowerCase() === wanted,
      );
      if (!entity) throw new NotFoundError('User not found');
      if (others.length) throw new ConflictError('2 users found');
      return { entity };
    },
    signInWithCatalogUser: async query => ({
      token: 'entityRef' in query ? String(query.entityRef) : '',
    }),
  };
  return context;
}

describe('signInBySubject', () => {
  it('signs in the user whose annotation is the id, whatever the account is called', async () => {
    const context = contextOf([user('ada', '7'), user('grace', '8')]);
    expect(await signInBySubject('8', context)).toEqual({
      token: stringifyEntityRef(user('grace')),
    });
  });

  it('refuses an account that took the name of a user', async () => {
    const context = contextOf([user('ada', '7')]);
    await expect(signInBySubject('ada', context)).rejects.toThrow(
      "no user of the catalog has the annotation fairway.dev/user-id with the id of the account, 'ada'",
    );
  });

  it('refuses an id that differs in case only', async () => {
    const context = contextOf([user('ada', 'idp|aB')]);
    await expect(signInBySubject('idp|Ab', context)).rejects.toThrow(
      'the annotation fairway.dev/user-id of user:default/ada differs',
    );
  });

  it('refuses an id that two users have', async () => {
    const context = contextOf([user('ada', '7'), user('grace', '7')]);
    await expect(signInBySubject('7', context)).rejects.toThrow('2 users');
  });

  it.each([undefined, '', 7])('refuses an account with the id %p', async id => {
    await expect(signInBySubject(id, contextOf([]))).rejects.toThrow(
      'did not send the claim sub',
    );
  });
});
