import { codedMessage } from './codedMessage';
import type { CodedMessage } from './codedMessage';

/**
 * Every reason why a cluster cannot be read, and the English sentence of each; part of
 * {@link problemSentences}.
 * @public
 */
export const clusterProblemSentences = {
  // The cluster answered
  credentialRefused:
    "Cluster '{{cluster}}' does not accept the portal's credential (401 {{answer}}); renew its token",
  readForbidden:
    "Cluster '{{cluster}}' does not let the portal read {{resource}} (403 {{answer}}); grant its service account get, list and watch on {{resource}}",
  kindAbsent: "Cluster '{{cluster}}' has no {{resource}} (404 {{answer}})",
  tooManyRequests:
    "Cluster '{{cluster}}' asks for fewer requests (429 {{answer}})",
  unexpectedAnswer:
    "Cluster '{{cluster}}' answered {{status}} for {{resource}}: {{answer}}",
  notAList:
    "Cluster '{{cluster}}' answered the list of {{resource}} with something that is not a list. Check that its URL is that of an API server.",
  notAWatchEvent:
    "Cluster '{{cluster}}' sent a line in its watch of {{resource}} that is not a watch event. Check whether a proxy changes the answers.",
  noMetricsServer:
    "Cluster '{{cluster}}' has no metrics server (404 for {{resource}}); install metrics-server to see what pods use",
  notMetrics:
    "Cluster '{{cluster}}' answered {{resource}} with something that is not a list of measurements. Check its metrics server.",
  objectUnreadable:
    "{{object}} of cluster '{{cluster}}' cannot be read: {{answer}}",
  namespaceUnreadable:
    "Namespace '{{namespace}}' of cluster '{{cluster}}' cannot be read: {{answer}}",
  kindsUnreadable:
    "The kinds that cluster '{{cluster}}' serves cannot be read: {{answer}}",
  objectsTooMany:
    "Cluster '{{cluster}}' has more than {{most}} objects in {{path}}. The portal does not read that many",
  virtualServiceMissing:
    "The VirtualService '{{name}}' is not in the namespace '{{namespace}}'",
  // The cluster did not answer
  connectionRefused:
    "Cluster '{{cluster}}' cannot be reached: nothing listens there; check that its API server is running",
  connectionReset:
    "Cluster '{{cluster}}' cannot be reached: the connection was reset",
  connectionClosed:
    "Cluster '{{cluster}}' cannot be reached: the connection was closed",
  hostUnknown:
    "Cluster '{{cluster}}' cannot be reached: its host name is not known; check the URL and DNS",
  dnsUnavailable: "Cluster '{{cluster}}' cannot be reached: DNS did not answer",
  noRoute: "Cluster '{{cluster}}' cannot be reached: there is no route to it",
  timeout: "Cluster '{{cluster}}' cannot be reached: it did not answer in time",
  connectTimeout:
    "Cluster '{{cluster}}' cannot be reached: it did not accept a connection in time",
  answerTimeout:
    "Cluster '{{cluster}}' cannot be reached: it accepted the request and did not answer in time",
  silentAnswer:
    "Cluster '{{cluster}}' cannot be reached: it went silent during an answer",
  silentRequest:
    "Cluster '{{cluster}}' cannot be reached: it accepted the request and went silent",
  silentWatch:
    "Cluster '{{cluster}}' cannot be reached: it went silent during a watch",
  requestInvalid:
    "Cluster '{{cluster}}' cannot be reached: its URL or token cannot be sent; check both for stray characters",
  certificateSelfSigned:
    "Cluster '{{cluster}}' cannot be reached: its certificate is self-signed; give the cluster its caData or caFile",
  certificateUntrusted:
    "Cluster '{{cluster}}' cannot be reached: its certificate is signed by an unknown authority; give the cluster its caData or caFile",
  certificateExpired:
    "Cluster '{{cluster}}' cannot be reached: its certificate has expired",
  certificateOfOtherHost:
    "Cluster '{{cluster}}' cannot be reached: its certificate is for another host name; check the URL",
  connectionBroken:
    "Cluster '{{cluster}}' cannot be reached: the connection failed",
  connectionFailed: "Cluster '{{cluster}}' cannot be reached: {{reason}}",
  requestTimeout: 'The cluster did not answer in time',
  // The portal's configuration
  clusterReadOnly:
    "Cluster '{{cluster}}' is read-only: delivery.clusters has no credential to change it",
  clusterUnknown:
    "The Kubernetes plugin does not know the cluster '{{cluster}}'; add it to kubernetes.clusterLocatorMethods or change the environment that names it",
  clustersMissing:
    "The Kubernetes plugin has not handed over its clusters; add '@backstage/plugin-kubernetes-backend' and '@fairway/backstage-plugin-kubernetes-backend-module-delivery' to the backend",
  viewerCredential:
    "Cluster '{{cluster}}' uses the auth provider '{{provider}}', which needs each viewer's own token and so cannot be watched; give it a service account",
  authProviderUnknown:
    "Cluster '{{cluster}}' has the unknown auth provider '{{provider}}'",
  credentialUnusable:
    "Cluster '{{cluster}}' has no usable credential: {{reason}}",
  urlInvalid:
    "Cluster '{{cluster}}' has a URL that cannot be used; write it as https://host:port",
  caFileUnreadable:
    "Cluster '{{cluster}}' has the caFile '{{file}}', which cannot be read",
  // The viewer
  environmentForbidden:
    "You may not read the environment '{{environment}}' of this service. Ask an administrator of the portal for the permission {{permission}}",
} as const;

/** Reason why a cluster cannot be read; a key of {@link clusterProblemSentences}. @public */
export type ClusterProblemCode = keyof typeof clusterProblemSentences;

/** A reason why a cluster cannot be read, with its English sentence. @public */
export function clusterProblem(
  code: ClusterProblemCode,
  values: CodedMessage['values'] = {},
): CodedMessage {
  return codedMessage(clusterProblemSentences, code, values);
}
