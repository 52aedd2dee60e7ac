import { ConflictError, NotAllowedError, isError } from '@backstage/errors';
import type { PipelineSpec } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { folderConfig, multibranchConfig, repositoriesIn } from './jobConfig';
import { jobPath } from './jobPath';
import { isSameRepository } from './repository';

const itemSchema = z.object({
  _class: z.string().default('something'),
  /** Present for folders and multibranch projects */
  jobs: z.array(z.unknown()).optional(),
});

type Item = z.infer<typeof itemSchema>;

const MULTIBRANCH = /\.WorkflowMultiBranchProject$/;
/** Folders whose jobs Jenkins creates itself; others cannot be added. */
const COMPUTED = /(MultiBranchProject|OrganizationFolder)$/;

/**
 * Creates a multibranch job and its missing folders, and starts the scan for branches.
 *
 * @throws ConflictError if another item has one of the names
 */
export async function createJob(
  client: JenkinsClient,
  job: string,
  spec: PipelineSpec,
  signal: AbortSignal,
): Promise<'created' | 'exists'> {
  const context = { client, signal };
  const segments = job.split('/');
  const folders = segments
    .slice(0, -1)
    .map((_, index) => segments.slice(0, index + 1).join('/'));
  for (const folder of folders) {
    const item = await findOrCreate(context, folder, 'folder', folderConfig);
    if (item !== 'created' && (!item.jobs || COMPUTED.test(item._class))) {
      throw new ConflictError(
        `Cannot create a job in '${folder}' of Jenkins '${client.server.name}', because it is a ${item._class}. Name a job in another folder in the service's annotation.`,
      );
    }
  }
  const found = await findOrCreate(context, job, 'job', () =>
    multibranchConfig(spec),
  );
  if (found !== 'created')
    await assertSameRepository(context, job, found, spec);
  // An earlier attempt may have failed before the scan
  if (found === 'created' || !found.jobs?.length)
    await scanBranches(context, job);
  return found === 'created' ? 'created' : 'exists';
}

interface CreateContext {
  client: JenkinsClient;
  signal: AbortSignal;
}

async function findOrCreate(
  context: CreateContext,
  fullName: string,
  kind: 'folder' | 'job',
  config: () => string,
): Promise<'created' | Item> {
  const found = await findItem(context, fullName, kind);
  if (found) return found;
  const { client, signal } = context;
  const at = fullName.lastIndexOf('/');
  const target = `${kind} '${fullName}'`;
  try {
    await client.post({
      path: `${at < 0 ? '' : jobPath(fullName.slice(0, at))}/createItem`,
      query: { name: fullName.slice(at + 1) },
      xml: config(),
      signal,
      target,
      intent: { action: `create ${target}`, permission: 'Job/Create' },
    });
    return 'created';
  } catch (error) {
    const exists = isError(error) && /already exists/i.test(error.message);
    if (!exists) throw error;
    // Another request has just created it, or the account cannot see it
    const other = await findItem(context, fullName, kind);
    if (other) return other;
    throw new NotAllowedError(
      `Cannot create '${fullName}' in Jenkins '${client.server.name}': it already exists, but the portal's user cannot see it. Grant the user the permission Job/Read.`,
    );
  }
}

async function findItem(
  { client, signal }: CreateContext,
  fullName: string,
  kind: string,
): Promise<Item | undefined> {
  try {
    return await client.json(
      {
        path: `${jobPath(fullName)}/api/json`,
        query: { tree: 'name,_class,jobs[name]{0,1}' },
        signal,
        target: `${kind} '${fullName}'`,
      },
      itemSchema,
    );
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

async function assertSameRepository(
  { client, signal }: CreateContext,
  job: string,
  { _class }: Item,
  { repositoryUrl }: PipelineSpec,
): Promise<void> {
  const conflict = `'${job}' already exists in Jenkins '${client.server.name}'`;
  const advice = "Name another job in the service's annotation.";
  if (!MULTIBRANCH.test(_class)) {
    throw new ConflictError(
      `${conflict} and is not a multibranch pipeline, but a ${_class}. ${advice}`,
    );
  }
  const target = `configuration of job '${job}'`;
  const config = await client.text({
    path: `${jobPath(job)}/config.xml`,
    signal,
    target,
    intent: {
      action: `read the repository of job '${job}'`,
      permission: 'Job/ExtendedRead or Job/Configure',
    },
  });
  const repositories = repositoriesIn(config);
  if (repositories.some(each => isSameRepository(each, repositoryUrl))) return;
  throw new ConflictError(
    `${conflict} and builds ${
      repositories.join(', ') || 'an unknown repository'
    }, not ${repositoryUrl}. ${advice}`,
  );
}

async function scanBranches(
  { client, signal }: CreateContext,
  job: string,
): Promise<void> {
  const target = `job '${job}'`;
  await client.post({
    path: `${jobPath(job)}/build`,
    query: { delay: '0sec' },
    form: {},
    signal,
    target,
    intent: {
      action: `scan the branches of ${target}`,
      permission: 'Job/Build',
    },
  });
}
