import { ConflictError, NotAllowedError, isError } from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineSpec } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { folderConfig, multibranchConfig, repositoriesIn } from './jobConfig';
import { jobPath } from './jobPath';
import type { SameRepository } from './commits';

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
  repositories: SameRepository,
  job: string,
  spec: PipelineSpec,
  signal: AbortSignal,
): Promise<'created' | 'exists'> {
  const context = { client, repositories, signal };
  const segments = job.split('/');
  const folders = segments
    .slice(0, -1)
    .map((_, index) => segments.slice(0, index + 1).join('/'));
  for (const folder of folders) {
    const item = await findOrCreate(context, folder, folderConfig);
    if (item !== 'created' && (!item.jobs || COMPUTED.test(item._class))) {
      throw problemError(
        ConflictError,
        pipelineProblem('jenkinsNotAFolder', {
          server: client.server.name,
          target: folder,
          kind: item._class,
        }),
      );
    }
  }
  const found = await findOrCreate(context, job, () => multibranchConfig(spec));
  if (found !== 'created')
    await assertSameRepository(context, job, found, spec);
  // An earlier attempt may have failed before the scan
  if (found === 'created' || !found.jobs?.length)
    await scanBranches(context, job);
  return found === 'created' ? 'created' : 'exists';
}

interface CreateContext {
  client: JenkinsClient;
  repositories: SameRepository;
  signal: AbortSignal;
}

async function findOrCreate(
  context: CreateContext,
  fullName: string,
  config: () => string,
): Promise<'created' | Item> {
  const found = await findItem(context, fullName);
  if (found) return found;
  const { client, signal } = context;
  const at = fullName.lastIndexOf('/');
  const target = fullName;
  try {
    await client.post({
      path: `${at < 0 ? '' : jobPath(fullName.slice(0, at))}/createItem`,
      query: { name: fullName.slice(at + 1) },
      xml: config(),
      signal,
      target,
      intent: { denied: 'jenkinsCreateForbidden', permission: 'Job/Create' },
    });
    return 'created';
  } catch (error) {
    const exists = isError(error) && /already exists/i.test(error.message);
    if (!exists) throw error;
    // Another request has just created it, or the account cannot see it
    const other = await findItem(context, fullName);
    if (other) return other;
    throw problemError(
      NotAllowedError,
      pipelineProblem('jenkinsJobHidden', {
        server: client.server.name,
        target,
      }),
    );
  }
}

async function findItem(
  { client, signal }: CreateContext,
  fullName: string,
): Promise<Item | undefined> {
  try {
    return await client.json(
      {
        path: `${jobPath(fullName)}/api/json`,
        query: { tree: 'name,_class,jobs[name]{0,1}' },
        signal,
        target: fullName,
      },
      itemSchema,
    );
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

async function assertSameRepository(
  { client, repositories, signal }: CreateContext,
  job: string,
  { _class }: Item,
  { repositoryUrl }: PipelineSpec,
): Promise<void> {
  const values = { server: client.server.name, target: job };
  if (!MULTIBRANCH.test(_class)) {
    throw problemError(
      ConflictError,
      pipelineProblem('jenkinsNotMultibranch', { ...values, kind: _class }),
    );
  }
  const config = await client.text({
    path: `${jobPath(job)}/config.xml`,
    signal,
    target: `${job} (config.xml)`,
    intent: {
      denied: 'jenkinsReadForbidden',
      permission: 'Job/ExtendedRead',
    },
  });
  const built = repositoriesIn(config);
  if (built.some(each => repositories.isSame(each, repositoryUrl))) return;
  const repository = repositoryUrl;
  throw problemError(
    ConflictError,
    built.length
      ? pipelineProblem('jenkinsOtherRepository', {
          ...values,
          repository,
          repositories: built.join(', '),
        })
      : pipelineProblem('jenkinsUnknownRepository', { ...values, repository }),
  );
}

async function scanBranches(
  { client, signal }: CreateContext,
  job: string,
): Promise<void> {
  await client.post({
    path: `${jobPath(job)}/build`,
    query: { delay: '0sec' },
    form: {},
    signal,
    target: job,
    intent: { denied: 'jenkinsScanForbidden', permission: 'Job/Build' },
  });
}
