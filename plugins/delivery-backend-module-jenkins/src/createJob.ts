import { ConflictError, NotAllowedError, isError } from '@backstage/errors';
import type { PipelineSpec } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { folderConfig, multibranchConfig, repositoriesIn } from './jobConfig';
import { jobPath } from './jobPath';
import { isSameRepository } from './repository';

const itemSchema = z.object({
  _class: z.string().default('something'),
  /** Of what holds jobs */
  jobs: z.array(z.unknown()).optional(),
});

type Item = z.infer<typeof itemSchema>;

const MULTIBRANCH = /\.WorkflowMultiBranchProject$/;
/** Folders whose jobs come of what they find, which takes no others. */
const COMPUTED = /(MultiBranchProject|OrganizationFolder)$/;

/**
 * Makes a multibranch job with the folders that it is in, as far as they are
 * missing, and has it look for branches.
 *
 * @throws ConflictError where something else has one of the names
 */
export async function createJob(
  client: JenkinsClient,
  job: string,
  spec: PipelineSpec,
  signal: AbortSignal,
): Promise<'created' | 'exists'> {
  const maker = { client, signal };
  const segments = job.split('/');
  const folders = segments
    .slice(0, -1)
    .map((_, index) => segments.slice(0, index + 1).join('/'));
  for (const folder of folders) {
    const there = await findOrMake(maker, folder, 'folder', folderConfig);
    if (there !== 'created' && (!there.jobs || COMPUTED.test(there._class))) {
      throw new ConflictError(
        `No job can be made in '${folder}' of Jenkins '${client.server.name}', which is ${there._class}: have the service name its job in another folder`,
      );
    }
  }
  const found = await findOrMake(maker, job, 'job', () =>
    multibranchConfig(spec),
  );
  if (found !== 'created') await checkSame(maker, job, found, spec);
  // Whoever made it may not have come so far
  if (found === 'created' || !found.jobs?.length)
    await lookForBranches(maker, job);
  return found === 'created' ? 'created' : 'exists';
}

interface Maker {
  client: JenkinsClient;
  signal: AbortSignal;
}

async function findOrMake(
  maker: Maker,
  fullName: string,
  kind: 'folder' | 'job',
  config: () => string,
): Promise<'created' | Item> {
  const found = await find(maker, fullName, kind);
  if (found) return found;
  const { client, signal } = maker;
  const at = fullName.lastIndexOf('/');
  const what = `${kind} '${fullName}'`;
  try {
    await client.post({
      path: `${at < 0 ? '' : jobPath(fullName.slice(0, at))}/createItem`,
      query: { name: fullName.slice(at + 1) },
      xml: config(),
      signal,
      what,
      wish: { words: `make ${what}`, permission: 'Job/Create' },
    });
    return 'created';
  } catch (error) {
    const isThere = isError(error) && /already exists/i.test(error.message);
    if (!isThere) throw error;
    // Somebody else made it a moment ago, or it is hidden from the account
    const other = await find(maker, fullName, kind);
    if (other) return other;
    throw new NotAllowedError(
      `Jenkins '${client.server.name}' has '${fullName}' already and hides it from its user: give that user the permission Job/Read there`,
    );
  }
}

async function find(
  { client, signal }: Maker,
  fullName: string,
  kind: string,
): Promise<Item | undefined> {
  try {
    return await client.json(
      {
        path: `${jobPath(fullName)}/api/json`,
        query: { tree: 'name,_class,jobs[name]{0,1}' },
        signal,
        what: `${kind} '${fullName}'`,
      },
      itemSchema,
    );
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

async function checkSame(
  { client, signal }: Maker,
  job: string,
  { _class }: Item,
  { repositoryUrl }: PipelineSpec,
): Promise<void> {
  const name = `Jenkins '${client.server.name}' has '${job}' already`;
  const elsewhere = 'have the service name another job';
  if (!MULTIBRANCH.test(_class)) {
    throw new ConflictError(
      `${name}, which is no multibranch pipeline but ${_class}: ${elsewhere}`,
    );
  }
  const what = `configuration of job '${job}'`;
  const config = await client.text({
    path: `${jobPath(job)}/config.xml`,
    signal,
    what,
    wish: {
      words: `read of which repository job '${job}' is`,
      permission: 'Job/ExtendedRead or Job/Configure',
    },
  });
  const repositories = repositoriesIn(config);
  if (repositories.some(each => isSameRepository(each, repositoryUrl))) return;
  throw new ConflictError(
    `${name}, of ${
      repositories.join(', ') || 'a repository that cannot be told'
    } and not of ${repositoryUrl}: ${elsewhere}`,
  );
}

async function lookForBranches(
  { client, signal }: Maker,
  job: string,
): Promise<void> {
  const what = `job '${job}'`;
  await client.post({
    path: `${jobPath(job)}/build`,
    query: { delay: '0sec' },
    form: {},
    signal,
    what,
    wish: { words: `look for branches of ${what}`, permission: 'Job/Build' },
  });
}
