import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What a Git server is to tell of pushes. */
export interface PushAddress {
  /** Whom it tells; a secret, where there is a token */
  url: string;
  /** The same as it may be shown */
  shown: string;
}

interface PushWebhook {
  name: string;
  url: string;
  token?: string;
}

/**
 * Where CI servers are told of pushes, by the names in `delivery.git.webhooks`: a
 * template names one, and never has its token.
 */
export class PushWebhooks {
  readonly #webhooks: PushWebhook[];

  /** @throws Error that names the key which is wrong */
  static fromConfig(config: Config): PushWebhooks {
    const webhooks = (
      config.getOptionalConfigArray('delivery.git.webhooks') ?? []
    ).map(readWebhook);
    const twice = webhooks.find(
      ({ name }, at) => webhooks.findIndex(w => w.name === name) !== at,
    );
    if (twice) {
      throw new Error(`delivery.git.webhooks has '${twice.name}' twice`);
    }
    return new PushWebhooks(webhooks);
  }

  private constructor(webhooks: PushWebhook[]) {
    this.#webhooks = webhooks;
  }

  /**
   * Where pushes to a repository are told. Jenkins' Git plugin wants to know of
   * which, as its jobs clone it, and then looks for branches itself.
   *
   * @throws InputError for a name that nobody configured
   * @see https://plugins.jenkins.io/git/#plugin-content-push-notification-from-repository
   */
  address(name: string, repositoryUrl: string): PushAddress {
    const webhook = this.#webhooks.find(each => each.name === name);
    if (!webhook) {
      throw new InputError(
        `delivery.git.webhooks has no '${name}': configure it, or let the template name none`,
      );
    }
    const { url, token } = webhook;
    const address = new URL(url);
    address.searchParams.set('url', repositoryUrl);
    const shown = address.href;
    if (token !== undefined) address.searchParams.set('token', token);
    return { url: address.href, shown };
  }
}

function readWebhook(config: Config): PushWebhook {
  const name = config.getString('name');
  const url = config.getString('url');
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isHttp || /[?#@]/.test(url)) {
    throw new Error(
      `delivery.git.webhooks gives '${name}' an address that is none of http(s) without a credential and parameters; it is like https://jenkins.example.org/git/notifyCommit, and the token has a key of its own`,
    );
  }
  return { name, url, token: config.getOptionalString('token') };
}
