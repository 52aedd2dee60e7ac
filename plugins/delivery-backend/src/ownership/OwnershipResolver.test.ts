import { component, ownershipPortal } from './__testUtils__/ownershipPortal';

describe('OwnershipResolver', () => {
  const billing = component({ name: 'billing', job: 'harbour/billing' });
  const rival = (job: string) =>
    component({ name: 'mine', repository: 'mine', owner: 'others', job });

  async function portalWith(...others: Parameters<typeof component>[0][]) {
    const portal = ownershipPortal();
    portal.folder('harbour');
    portal.build('harbour/billing', 'billing');
    portal.build('harbour/billing/main', 'billing');
    await portal.setCatalog(billing, ...others.map(component));
    return portal;
  }

  it.each([
    ['the same job', 'harbour/billing', 'jobOfOther'],
    ['it in another case', 'Harbour/BILLING', 'jobOfOther'],
    ['its branch', 'harbour/billing/main', 'jobOfOther'],
    ['its folder', 'harbour', 'jobIsFolder'],
  ])('gives nothing to a rival that names %s', async (_, job, code) => {
    const portal = await portalWith();
    await portal.setCatalog(billing, rival(job));
    expect(await portal.actionProblem(rival(job))).toBe(code);
    expect(await portal.actionProblem(billing)).toBeUndefined();
    expect(await portal.viewed(billing)).toEqual(['harbour/billing']);
    expect(typeof (await portal.viewed(rival(job)))).toBe('string');
  });

  it('needs a proof for a job that nobody else names', async () => {
    const portal = await portalWith();
    portal.build('harbour/tariffs', 'tariffs');
    portal.build('harbour/new');
    expect(await portal.actionProblem(rival('harbour/tariffs'))).toBe(
      'jobOfOtherRepository',
    );
    expect(await portal.viewed(rival('harbour/tariffs'))).toBe(
      'jobOfOtherRepository',
    );
    expect(await portal.actionProblem(rival('harbour/new'))).toBe(
      'jobNotProven',
    );
  });

  it('shows an unproven job, where configuration allows that, but not one of others', async () => {
    const portal = ownershipPortal({ viewWithoutProof: true });
    portal.build('harbour/tariffs', 'tariffs');
    portal.build('harbour/billing', 'billing');
    await portal.setCatalog(billing);
    expect(await portal.viewed(rival('harbour/tariffs'))).toEqual([
      'harbour/tariffs',
    ]);
    expect(await portal.actionProblem(rival('harbour/tariffs'))).toBe(
      'jobOfOtherRepository',
    );
    expect(await portal.viewed(rival('harbour/billing'))).toBe('jobOfOther');
  });

  it('follows the bindings of configuration, the most specific first', async () => {
    const portal = ownershipPortal({
      jobBindings: [
        { job: 'Harbour', entities: [], owners: ['group:default/platform'] },
        {
          job: 'harbour/billing',
          entities: ['component:default/mine'],
          owners: [],
        },
      ],
    });
    portal.folder('harbour');
    portal.build('harbour/billing', 'billing');
    portal.build('harbour/tariffs', 'tariffs');
    await portal.setCatalog(billing, rival('harbour/billing'));
    expect(await portal.actionProblem(billing)).toBe('jobOfOther');
    expect(
      await portal.actionProblem(rival('harbour/billing')),
    ).toBeUndefined();
    const platform = component({
      name: 'ops',
      owner: 'platform',
      job: 'harbour/tariffs',
    });
    expect(await portal.actionProblem(platform)).toBeUndefined();
    expect(await portal.actionProblem(rival('harbour/tariffs'))).toBe(
      'jobOfOther',
    );
  });

  it('never acts on a folder, even on a bound one', async () => {
    const portal = ownershipPortal({
      jobBindings: [
        { job: 'harbour', entities: ['component:default/mine'], owners: [] },
      ],
    });
    portal.folder('harbour');
    expect(await portal.actionProblem(rival('harbour'))).toBe('jobIsFolder');
    expect(await portal.viewed(rival('harbour'))).toEqual(['harbour']);
  });

  it('trusts a file of the portal’s own configuration', async () => {
    const own = component({
      name: 'own',
      location: 'file:/portal/catalog.yaml',
      job: 'harbour/tariffs',
    });
    const portal = await portalWith();
    portal.build('harbour/tariffs', 'tariffs');
    await portal.setCatalog(own, rival('harbour/tariffs'));
    expect(await portal.actionProblem(own)).toBeUndefined();
    expect(await portal.actionProblem(rival('harbour/tariffs'))).toBe(
      'jobOfOther',
    );
  });

  it('lets entities of one repository share a job', async () => {
    const web = component({
      name: 'billing-web',
      repository: 'billing',
      job: 'harbour/billing',
    });
    const portal = await portalWith();
    await portal.setCatalog(billing, web);
    expect(await portal.actionProblem(billing)).toBeUndefined();
    expect(await portal.actionProblem(web)).toBeUndefined();
  });

  it('shows jobs as before while the CI server is out of reach, after a restart too', async () => {
    const portal = await portalWith();
    expect(await portal.viewed(billing)).toEqual(['harbour/billing']);
    portal.disconnect();
    const restarted = portal.create();
    await restarted.refresh();
    expect(await portal.viewed(billing, restarted)).toEqual([
      'harbour/billing',
    ]);
    await expect(portal.actionProblem(billing)).rejects.toThrow(
      'does not answer',
    );
  });
});
