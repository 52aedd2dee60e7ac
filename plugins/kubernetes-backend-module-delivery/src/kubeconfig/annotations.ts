/**
 * Name of the auth provider for clusters whose credential is a user of a kubeconfig
 * file.
 *
 * @public
 */
export const KUBECONFIG_AUTH_PROVIDER = 'kubeconfig';

/**
 * Key in a cluster's `authMetadata`: absolute path of the kubeconfig file.
 *
 * It is not a `kubernetes.io/*` key, because a cluster in the catalog can set those.
 * Authors of catalog files must not be able to choose a file on the server.
 *
 * @public
 */
export const KUBECONFIG_FILE = 'fairway.dev/kubeconfig';

/** Key in a cluster's `authMetadata`: name of the context in the kubeconfig file. @public */
export const KUBECONFIG_CONTEXT = 'fairway.dev/kubeconfig-context';
