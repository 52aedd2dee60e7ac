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
    "Cluster '{{cluster}}' does not accept the portal's credential (401 {{answer}}). Renew its token or certificate",
  readForbidden:
    "Cluster '{{cluster}}' does not let the portal read {{resource}} (403 {{answer}}). Grant the portal's service account get, list and watch on {{resource}}",
  kindAbsent:
    "Cluster '{{cluster}}' has no {{resource}} (404 {{answer}}). Check that its URL is that of an API server",
  tooManyRequests:
    "Cluster '{{cluster}}' throttles the portal's requests (429 {{answer}}). The portal retries. If this persists, check the load of its API server",
  unexpectedAnswer:
    "Cluster '{{cluster}}' answered {{status}} for {{resource}}: {{answer}}",
  notAList:
    "Cluster '{{cluster}}' answered the list of {{resource}} with something that is not a list. Check that its URL is that of an API server",
  notAWatchEvent:
    "Cluster '{{cluster}}' sent a line in its watch of {{resource}} that is not a watch event. Check whether a proxy changes the answers",
  noMetricsServer:
    "Cluster '{{cluster}}' has no metrics server (404 for {{resource}}). Install metrics-server to see what pods use",
  notMetrics:
    "Cluster '{{cluster}}' answered {{resource}} with something that is not a list of measurements. Check its metrics server",
  objectUnreadable:
    "{{object}} of cluster '{{cluster}}' cannot be read: {{answer}}",
  namespaceUnreadable:
    "Namespace '{{namespace}}' of cluster '{{cluster}}' cannot be read: {{answer}}",
  kindsUnreadable:
    "The kinds that cluster '{{cluster}}' serves cannot be read: {{answer}}",
  objectsTooMany:
    "Cluster '{{cluster}}' has more than {{most}} objects in {{path}}, which the portal does not read. Apply without prune, and delete the objects with kubectl",
  virtualServiceMissing:
    "The namespace '{{namespace}}' has no VirtualService '{{name}}'. Create it, or correct its name in the Rollout",
  // The cluster did not answer
  connectionRefused:
    "Cluster '{{cluster}}' cannot be reached: the connection was refused. Check that its API server is running",
  connectionReset:
    "Cluster '{{cluster}}' cannot be reached: the connection was reset. Check its API server and the proxies in front of it",
  connectionClosed:
    "Cluster '{{cluster}}' cannot be reached: the connection was closed. Check its API server and the proxies in front of it",
  hostUnknown:
    "Cluster '{{cluster}}' cannot be reached: its host name cannot be resolved. Check the URL and DNS",
  dnsUnavailable:
    "Cluster '{{cluster}}' cannot be reached: DNS did not answer. Check the DNS server of the portal's host",
  noRoute:
    "Cluster '{{cluster}}' cannot be reached: there is no route to it. Check the network",
  timeout:
    "Cluster '{{cluster}}' cannot be reached: it did not answer in time. Check its API server and the network",
  connectTimeout:
    "Cluster '{{cluster}}' cannot be reached: it did not accept a connection in time. Check its API server and the firewalls in front of it",
  answerTimeout:
    "Cluster '{{cluster}}' cannot be reached: it accepted the request and did not answer in time. Check the load of its API server",
  silentAnswer:
    "Cluster '{{cluster}}' cannot be reached: it sent no data for too long during a response. Check the proxies and firewalls in front of it",
  silentRequest:
    "Cluster '{{cluster}}' cannot be reached: it accepted the request and sent no data. Check the proxies and firewalls in front of it",
  silentWatch:
    "Cluster '{{cluster}}' cannot be reached: it sent no data for too long during a watch. Check the proxies and firewalls in front of it",
  requestInvalid:
    "Cluster '{{cluster}}' cannot be reached: its URL or token has characters that HTTP does not allow. Check both, for example for line breaks",
  certificateSelfSigned:
    "Cluster '{{cluster}}' cannot be reached: its certificate is self-signed. Set caData or caFile of the cluster in kubernetes.clusterLocatorMethods",
  certificateUntrusted:
    "Cluster '{{cluster}}' cannot be reached: its certificate is signed by an unknown authority. Set caData or caFile of the cluster in kubernetes.clusterLocatorMethods",
  certificateExpired:
    "Cluster '{{cluster}}' cannot be reached: its certificate has expired. Renew it",
  certificateOfOtherHost:
    "Cluster '{{cluster}}' cannot be reached: its certificate is for another host name. Check the URL",
  connectionBroken:
    "Cluster '{{cluster}}' cannot be reached: the connection failed. Check its API server and the network",
  connectionFailed: "Cluster '{{cluster}}' cannot be reached: {{reason}}",
  requestTimeout: 'The cluster did not answer in time. Try again',
  // The portal's configuration
  clusterReadOnly:
    "Cluster '{{cluster}}' is read-only. To allow changes, set actions.enabled and serviceAccountToken of the cluster in delivery.clusters",
  clusterUnknown:
    "The Kubernetes plugin does not know the cluster '{{cluster}}'. Add it to kubernetes.clusterLocatorMethods, or correct the environment that names it",
  clustersMissing:
    "The Kubernetes plugin has not provided its clusters. Add '@backstage/plugin-kubernetes-backend' and '@fairway/backstage-plugin-kubernetes-backend-module-delivery' to the backend",
  viewerCredential:
    "Cluster '{{cluster}}' uses the auth provider '{{provider}}', which needs the token of each viewer, so the portal cannot watch the cluster. Configure a service account for it",
  authProviderUnknown:
    "Cluster '{{cluster}}' has the unknown auth provider '{{provider}}'. Correct its authProvider, or install the module that adds it",
  credentialUnusable:
    "Cluster '{{cluster}}' has no usable credential: {{reason}}",
  urlInvalid:
    "Cluster '{{cluster}}' has a URL that cannot be used. Write it as https://host:port",
  caFileUnreadable:
    "Cluster '{{cluster}}' has the caFile '{{file}}', which cannot be read. Check its path and permissions",
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
