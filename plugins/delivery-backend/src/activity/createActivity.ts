import type { Knex } from 'knex';
import { AuditReader } from '../actions';
import type { EnvironmentConfig } from '../config';
import { ServicesHistory } from '../history';
import type { OwnershipResolver } from '../ownership';
import { RunSearch } from '../pipelines';
import type { ChangeReader, Pipelines } from '../pipelines';
import type { ServiceCatalog } from '../services';
import { ActivityReader } from './ActivityReader';
import { CommitSearcher } from './CommitSearcher';
import { ReleaseAuthors } from './ReleaseAuthors';

/** Readers of what happened in all services. */
export interface Activity {
  reader: ActivityReader;
  commits: CommitSearcher;
  authors: ReleaseAuthors;
}

/** Creates the readers of what happened in all services, from the records of other areas. */
export function createActivity(options: {
  /** As `openDatabase` returns it */
  knex: Knex;
  services: ServiceCatalog;
  ownership: OwnershipResolver;
  pipelines: Pick<Pipelines, 'userResolver'>;
  changes: ChangeReader;
  environments: EnvironmentConfig[];
}): Activity {
  const { knex, services, ownership, environments, changes } = options;
  const { userResolver } = options.pipelines;
  const history = ServicesHistory.create(knex);
  const audit = AuditReader.create(knex);
  const runs = RunSearch.create(knex);
  const authors = ReleaseAuthors.create({
    runs,
    audit,
    ownership,
    userResolver,
  });
  return {
    authors,
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
      ownership,
      userResolver,
      changes,
      environments,
    }),
  };
}
