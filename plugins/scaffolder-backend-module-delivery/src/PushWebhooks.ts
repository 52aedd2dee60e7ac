import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** URL to which a Git server sends push notifications. */
export interface PushWebhookUrl {
  /** URL of the webhook; secret if it contains a token */
  url: string;
  /** The same URL without the token, for logs and messages */
  redactedUrl: string;
}

interface PushWebhook {
  name: string;
  url: string;
  token?: string;
}

/**
 * Webhooks of CI servers, configured in `delivery.git.webhooks`. A template names
 * one and never sees its token.
 */
export class PushWebhooks {
  readonly #webhooks: PushWebhook[];

  /** @throws Error that names the invalid configuration key */
  static fromConfig(config: Config): PushWebhooks {
    const webhooks = (
      config.getOptionalConfigArray('delivery.git.webhooks') ?? []
    ).map(readWebhook);
    const twice = webhooks.find(
      ({ name }, at) => webhooks.findIndex(w => w.name === name) !== at,
    );
    if (twice) {
      throw new Error(
        `delivery.git.webhooks has two entries named '${twice.name}'. Rename one.`,
      );
    }
    return new PushWebhooks(webhooks);
  }

  private constructor(webhooks: PushWebhook[]) {
    this.#webhooks = webhooks;
  }

  /**
   * Returns the URL that is notified of pushes to a repository. It contains the
   * repository's clone URL, so that Jenkins' Git plugin scans the jobs that clone it.
   *
   * @throws InputError if no webhook has the name
   * @see https://plugins.jenkins.io/git/#plugin-content-push-notification-from-repository
   */
  urlFor(name: string, repositoryUrl: string): PushWebhookUrl {
    const webhook = this.#webhooks.find(each => each.name === name);
    if (!webhook) {
      throw new InputError(
        `delivery.git.webhooks has no webhook '${name}'. Configure it, or remove the input 'webhook' from the template.`,
      );
    }
    const { url, token } = webhook;
    const webhookUrl = new URL(url);
    webhookUrl.searchParams.set('url', repositoryUrl);
    const redactedUrl = webhookUrl.href;
    if (token !== undefined) webhookUrl.searchParams.set('token', token);
    return { url: webhookUrl.href, redactedUrl };
  }
}

function readWebhook(config: Config): PushWebhook {
  const name = config.getString('name');
  const url = config.getString('url');
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isHttp || /[?#@]/.test(url)) {
    throw new Error(
      `delivery.git.webhooks has an invalid url for '${name}'. Use an http(s) URL without credentials and parameters, such as https://jenkins.example.org/git/notifyCommit, and set the token in the key 'token'.`,
    );
  }
  return { name, url, token: config.getOptionalString('token') };
}
