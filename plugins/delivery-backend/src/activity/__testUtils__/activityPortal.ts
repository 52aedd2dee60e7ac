import type { Entity } from '@backstage/catalog-model';
import type {
  ActionRecord,
  PipelineAction,
} from '@fairway/backstage-plugin-delivery-common';
import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import type { Knex } from 'knex';
import { DatabaseActionStore } from '../../actions/DatabaseActionStore';
import { AuditReader } from '../../actions';
import type { EnvironmentConfig } from '../../config';
import { FakeProvider } from '../../__testUtils__/FakeProvider';
import { ServicesHistory } from '../../history';
import { DatabaseReleaseStore } from '../../history/DatabaseReleaseStore';
import { DatabaseTimelineStore } from '../../history/DatabaseTimelineStore';
import { DatabasePipelineStore } from '../../pipelines/DatabasePipelineStore';
import type { RunRecord } from '../../pipelines/PipelineStore';
import { RunSearch } from '../../pipelines';
import { fleetView } from '../../services';
import { ServiceIndex } from '../../services/fleet/ServiceIndex';
import { ActivityReader } from '../ActivityReader';
import { CommitSearcher } from '../CommitSearcher';
import { ReleaseAuthors } from '../ReleaseAuthors';

/** Environments of the portal, all in one cluster. */
const environments: EnvironmentConfig[] = ['dev', 'prod'].map(name => ({
  name,
  cluster: 'a',
  namespaces: [name],
  production: name === 'prod',
}));

const SERVER = 'jenkins';
const PROVIDER = 'fake';

/** Services `orders`, `bills` and `secret`, each with a job of its name. */
const names = ['orders', 'bills', 'secret'];

/** Entity ref of a service. */
export const refOf = (name: string) => `component:default/${name}`;

/** A view of the services, by name, with their environments; it may read the runs of all of them. */
export function viewOf(readable: Record<string, string[]>) {
  const entries = Object.entries(readable);
  return fleetView(
    new Map(entries.map(([name, list]) => [refOf(name), list])),
    new Set(entries.map(([name]) => refOf(name))),
  );
}

/** Reads the entities of services. */
export async function readEntities(refs: string[]): Promise<Entity[]> {
  return refs.map(entityOf);
}

function entityOf(entityRef: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: entityRef.split('/')[1], namespace: 'default' },
  };
}

/** The readers of changes on a real database, and the stores that they read. */
export function activityPortal(knex: Knex) {
  const services = {
    index: () =>
      ServiceIndex.of(
        names.map(name => ({
          entity: entityOf(refOf(name)),
          query: { entityRef: refOf(name), id: name },
          jobs: [{ provider: PROVIDER, server: SERVER, job: name }],
          head: {
            entityRef: refOf(name),
            title: name,
            owners: [`group:default/${name}-team`],
            tags: [KUBERNETES_ID],
          },
        })),
      ),
  };
  const provider = new FakeProvider();
  const viewableJobs = jest.fn(async (entity: Entity) => ({
    jobs: [
      {
        provider,
        job: { server: SERVER, job: entity.metadata.name } as PipelineJob,
      },
    ],
  }));
  const runs = RunSearch.create(knex);
  const audit = AuditReader.create(knex);
  const history = ServicesHistory.create(knex);
  const userResolver = { resolve: <P>(person: P) => person };
  const authors = ReleaseAuthors.create({
    runs,
    audit,
    ownership: { viewableJobs },
    userResolver,
  });
  const environmentsOf = jest.fn(async () => []);
  const actions = DatabaseActionStore.create(knex);
  return {
    provider,
    viewableJobs,
    environmentsOf,
    authors,
    releases: DatabaseReleaseStore.create(knex),
    timeline: DatabaseTimelineStore.create(knex),
    reader: ActivityReader.create({
      services,
      history,
      audit,
      runs,
      authors,
      environments,
    }),
    commits: CommitSearcher.create({
      services,
      history,
      runs,
      ownership: { viewableJobs },
      userResolver,
      changes: { environmentsOf },
      environments,
    }),
    putRuns: (job: string, ...stored: RunRecord[]) =>
      DatabasePipelineStore.create(knex).putRuns(
        { provider: provider.name, server: SERVER, fullName: `${job}/main` },
        stored,
      ),
    putAction: (record: ActionRecord) =>
      actions.add({ record, idempotencyKey: record.id }),
  };
}

/** A finished run of a pipeline. */
export function runRecord(
  number: number,
  startedAt: string,
  rest: Partial<RunRecord> = {},
): RunRecord {
  return {
    number,
    name: `#${number}`,
    url: `https://jenkins/job/orders/job/main/${number}/`,
    status: { state: 'finished', result: 'succeeded', endedAt: startedAt },
    startedAt,
    causes: [],
    isKept: false,
    ...rest,
  };
}

/** An entry of the audit log about an action on a run. */
export function actionRecord(
  id: string,
  service: string,
  at: string,
  action: PipelineAction,
  rest: Partial<ActionRecord> = {},
): ActionRecord {
  return {
    id,
    target: { type: 'service', entityRef: refOf(service) },
    action,
    actor: 'user:default/ada',
    at,
    state: 'succeeded',
    refusals: [],
    ...rest,
  };
}
