import type { Entity } from '@backstage/catalog-model';
import type { Release } from '@fairway/backstage-plugin-delivery-common';
import type { AuditReader } from '../actions';
import type { OwnershipResolver } from '../ownership';
import { runPageOf } from '../pipelines';
import type { FoundStoredRun, RunSearch, UserResolver } from '../pipelines';
import { isDeployedByRun, releaseAuthorOf } from './releaseAuthorOf';
import { ServiceRuns } from './ServiceRuns';

/** Finds the person behind each release, with a few queries for any number of releases. */
export class ReleaseAuthors {
  readonly #options: Parameters<typeof ReleaseAuthors.create>[0];

  static create(options: {
    runs: Pick<RunSearch, 'atAddresses' | 'ofCommits'>;
    audit: Pick<AuditReader, 'approvals'>;
    ownership: Pick<OwnershipResolver, 'viewableJobs'>;
    userResolver: Pick<UserResolver, 'resolve'>;
  }): ReleaseAuthors {
    return new ReleaseAuthors(options);
  }

  private constructor(options: Parameters<typeof ReleaseAuthors.create>[0]) {
    this.#options = options;
  }

  /**
   * The same releases with `who`.
   *
   * @param readEntities - reads services by their entity refs, all of them services
   * whose pipelines the viewer may read
   * @param mayReadRuns - whether the viewer may read the pipelines of a service
   */
  async addTo(
    releases: Release[],
    readEntities: (entityRefs: string[]) => Promise<Entity[]>,
    mayReadRuns: (entityRef: string) => boolean,
  ): Promise<Release[]> {
    const { runs, audit, ownership, userResolver } = this.#options;
    const candidates = releases.filter(
      each => isDeployedByRun(each) && mayReadRuns(each.entityRef),
    );
    const [deployed, built] = await Promise.all([
      runs.atAddresses(candidates.flatMap(({ buildUrl }) => buildUrl ?? [])),
      runs.ofCommits(candidates.flatMap(({ commit }) => commit ?? [])),
    ]);
    const addressed = groupBy(deployed, ({ run }) => runPageOf(run.url ?? ''));
    const byCommit = groupBy(built, ({ run }) => run.commit?.hash ?? '');
    const runsOf = ({ buildUrl, commit }: Release) => ({
      deployed:
        buildUrl === undefined
          ? []
          : (addressed.get(runPageOf(buildUrl)) ?? []),
      built: commit === undefined ? [] : (byCommit.get(commit) ?? []),
    });
    const withRuns = candidates.filter(each => {
      const found = runsOf(each);
      return found.deployed.length || found.built.length;
    });
    const refs = [...new Set(withRuns.map(({ entityRef }) => entityRef))];
    const serviceRuns = await ServiceRuns.of(
      refs.length ? await readEntities(refs) : [],
      ownership,
    );
    const approvals = groupBy(
      await audit.approvals(deployed.map(({ id }) => id)),
      ({ runId }) => runId,
    );
    const isCandidate = new Set(withRuns);
    return releases.map(release => {
      const ofService = (each: FoundStoredRun) =>
        isCandidate.has(release) && serviceRuns.has(release.entityRef, each);
      const found = runsOf(release);
      const run = found.deployed.find(ofService);
      const who = releaseAuthorOf(
        release,
        run && { run: run.run, approvals: approvals.get(run.id) ?? [] },
        found.built.find(ofService)?.run,
      );
      if (!who) return release;
      // A field manager is no person, and a user of the portal is known.
      const isResolvable =
        who.role !== 'field-manager' && who.person.entityRef === undefined;
      return {
        ...release,
        who: isResolvable
          ? { ...who, person: userResolver.resolve(who.person) }
          : who,
      };
    });
  }
}

function groupBy<T>(
  values: T[],
  keyOf: (value: T) => string,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
