import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { demoHistory } from './demoHistory.ts';
import type { WrittenCommit } from './demoHistory.ts';
import type { Person, Repository, Service } from './demoRepository.ts';

/** All repositories and people of the demo. */
export interface DemoRepositories {
  people: Person[];
  repositories: Repository[];
  /** Digest of an image by service and version, for services that are deployed by digest */
  images: Record<string, Record<string, string>>;
}

/** The fields of a service in `examples/git`. */
interface HistoryYaml {
  main: Record<string, string>[];
  branches: Record<string, Record<string, string>[]>;
  images?: Record<string, string>;
}

/** The fields of an entity in `examples/catalog`. */
interface Entity {
  kind: string;
  metadata: { name: string; description: string; tags: string[] };
  spec: {
    owner: string;
    memberOf: string[];
    profile: { displayName: string; email?: string };
  };
}

/**
 * Reads the demo's repositories from the folder `examples`.
 *
 * @throws Error if a service with commits is not in the catalog
 */
export async function demoRepositories(
  examples: string,
): Promise<DemoRepositories> {
  // A dynamic import: this module is loaded before the packages are installed.
  const { parse } = await import('yaml');
  const catalog = async (name: string) => {
    const text = await readFile(
      path.join(examples, 'catalog', `${name}.yaml`),
      'utf8',
    );
    return text.split(/^---\n/m).map(document => {
      const entity: Entity = parse(document);
      return { text: document, entity };
    });
  };
  // Only users with an email address; the guest has none
  const people = (await catalog('teams')).flatMap(({ entity }): Person[] => {
    const { name } = entity.metadata;
    const { memberOf, profile } = entity.spec;
    const { displayName, email } = profile;
    return entity.kind === 'User' && email
      ? [{ name, displayName, email, team: memberOf[0] }]
      : [];
  });
  const services = (await catalog('components')).map(
    ({ text, entity }): Service => ({
      name: entity.metadata.name,
      description: entity.metadata.description,
      language: entity.metadata.tags[0],
      team: entity.spec.owner,
      entity: text,
    }),
  );

  const tomasz = people.find(({ name }) => name === 'tomasz.nowak');
  if (!tomasz) throw new Error('The catalog has no tomasz.nowak');
  const description = {
    author: tomasz,
    message: 'Describe the service to the portal',
  };
  const repositories: Repository[] = [];
  const images: DemoRepositories['images'] = {};
  const folder = path.join(examples, 'git');
  for (const file of (await readdir(folder)).sort()) {
    const written: Record<string, HistoryYaml> = parse(
      await readFile(path.join(folder, file), 'utf8'),
    );
    for (const [name, history] of Object.entries(written)) {
      const service = services.find(each => each.name === name);
      if (!service) throw new Error(`${file}: the catalog has no '${name}'`);
      const branches = Object.entries(history.branches).map(
        ([branch, commits]) => [branch, commits.map(writtenCommit)],
      );
      repositories.push(
        demoHistory(
          service,
          {
            main: history.main.map(writtenCommit),
            branches: Object.fromEntries(branches),
          },
          people,
          description,
        ),
      );
      images[name] = history.images ?? {};
    }
  }
  return { people, repositories, images };
}

function writtenCommit(line: Record<string, string>): WrittenCommit {
  return Object.entries(line)[0];
}
