/**
 * The auth provider of a cluster whose credential is a user of a kubeconfig
 * file.
 * @public
 */
export const KUBECONFIG_AUTH_PROVIDER = 'kubeconfig';

/**
 * In a cluster's `authMetadata`: the absolute path of the kubeconfig file.
 *
 * Not one of `kubernetes.io/*`, which are all that a cluster from the catalog
 * can set: whoever edits a catalog file may not choose a file on the server.
 * @public
 */
export const KUBECONFIG_FILE = 'fairway.dev/kubeconfig';

/** In a cluster's `authMetadata`: the context of that file to use. @public */
export const KUBECONFIG_CONTEXT = 'fairway.dev/kubeconfig-context';
