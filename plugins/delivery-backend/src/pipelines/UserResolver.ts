import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Clock, Person } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const REFRESH_MS = 5 * 60_000;
/** Pause after a failure, and while the catalog has no users. */
const RETRY_MS = 10_000;

const profileSchema = z.object({
  profile: z.object({ email: z.string().optional() }).optional(),
});

/** Finds the catalog user of a person by email address, else by user name. */
export class UserResolver {
  readonly #options: Parameters<typeof UserResolver.create>[0];
  #byEmail = new Map<string, string>();
  #byName = new Map<string, string>();

  static create(options: {
    catalog: CatalogService;
    getCredentials: () => Promise<BackstageCredentials>;
    clock: Clock;
    logger: LoggerService;
  }): UserResolver {
    return new UserResolver(options);
  }

  private constructor(options: Parameters<typeof UserResolver.create>[0]) {
    this.#options = options;
  }

  /** Reads the catalog's users every five minutes until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#refresh();
      } catch (error) {
        logger.debug(
          `Cannot read the users of the catalog: ${stringifyError(error)}`,
        );
      }
      await clock.delay(this.#byName.size ? REFRESH_MS : RETRY_MS, signal);
    }
  }

  /** The person with the entity ref of the matching catalog user, if there is one. */
  resolve<P extends Person>(person: P): P {
    const entityRef =
      this.#byEmail.get((person.email ?? '').toLowerCase()) ??
      this.#byName.get(person.name.toLowerCase());
    return entityRef === undefined ? person : { ...person, entityRef };
  }

  async #refresh(): Promise<void> {
    const { catalog, getCredentials } = this.#options;
    const credentials = await getCredentials();
    const byEmail = new Map<string, string>();
    const byName = new Map<string, string>();
    const fields = [
      'kind',
      'metadata.namespace',
      'metadata.name',
      'spec.profile',
    ];
    const pages = catalog.streamEntities(
      { filter: { kind: 'user' }, fields },
      { credentials },
    );
    for await (const page of pages) {
      for (const entity of page) {
        const ref = stringifyEntityRef(entity);
        const email = profileSchema.safeParse(entity.spec).data?.profile?.email;
        byName.set(entity.metadata.name.toLowerCase(), ref);
        if (email) byEmail.set(email.toLowerCase(), ref);
      }
    }
    this.#byEmail = byEmail;
    this.#byName = byName;
  }
}
