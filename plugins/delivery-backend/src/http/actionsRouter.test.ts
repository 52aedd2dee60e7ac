import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { actionPortal, orders } from '../actions/__testUtils__/actionPortal';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const keep = { kind: 'run.keep', runId: 'aaaaaaaaaaaa-1', keep: true };

async function portal() {
  const knex = await databases.init('SQLITE_3');
  return actionPortal({
    knex,
    denied: ['delivery.run.keep'],
    entities: [orders],
  });
}

describe('POST /v1/actions', () => {
  it.each([true, false])(
    'audits a request that the permissions forbid, with dryRun %s',
    async dryRun => {
      const { send, auditor, audit } = await portal();
      expect((await send(keep, { dryRun })).status).toBe(403);
      expect(auditor.createEvent).toHaveBeenCalledTimes(1);
      const [{ eventId, meta }] = auditor.createEvent.mock.calls[0];
      expect(eventId).toBe('action');
      expect(meta).toMatchObject({
        kind: 'run.keep',
        actor: 'user:default/ada',
      });
      expect(audit.fail).toHaveBeenCalledWith({
        error: expect.objectContaining({ name: 'NotAllowedError' }),
      });
      expect(audit.success).not.toHaveBeenCalled();
    },
  );

  it('audits a service that acts for itself', async () => {
    const { send, auditor, audit } = await portal();
    const { status } = await send(keep).set({
      authorization: mockCredentials.service.header(),
    });
    expect(status).toBe(403);
    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
    expect(audit.fail).toHaveBeenCalledTimes(1);
  });

  it('does not audit a dry run that is allowed', async () => {
    const { send, auditor } = await portal();
    const action = { kind: 'run.stop', runId: 'aaaaaaaaaaaa-1' };
    expect((await send(action, { dryRun: true })).status).not.toBe(403);
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });
});
