/**
 * Labels and annotations that Fairway reads. It uses those of Kubernetes,
 * Backstage and OCI if there is one, and `fairway.dev/*` otherwise.
 */

/**
 * On an entity: the value of the label with the same name on its workloads. On a
 * workload: the label that assigns the workload to that entity.
 * @see https://backstage.io/docs/features/kubernetes/configuration#surfacing-your-kubernetes-components-as-part-of-an-entity
 * @public
 */
export const KUBERNETES_ID = 'backstage.io/kubernetes-id';

/**
 * On an entity: a label selector in kubectl's syntax. It takes precedence over
 * {@link KUBERNETES_ID}.
 * @public
 */
export const KUBERNETES_LABEL_SELECTOR =
  'backstage.io/kubernetes-label-selector';

/** On an entity: the only namespace in which its workloads are searched. @public */
export const KUBERNETES_NAMESPACE = 'backstage.io/kubernetes-namespace';

/** On an entity: configured name of the only cluster in which its workloads are searched. @public */
export const KUBERNETES_CLUSTER = 'backstage.io/kubernetes-cluster';

/**
 * On a workload: ref of the entity that it belongs to, for workloads that cannot
 * have a label.
 * @public
 */
export const FAIRWAY_ENTITY = 'fairway.dev/entity';

/** On a pod template: URL of the Jenkins run that built the image. @public */
export const FAIRWAY_BUILD_URL = 'fairway.dev/build-url';

/**
 * On a pod template or workload: the version that it runs.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 * @public
 */
export const VERSION_LABEL = 'app.kubernetes.io/version';

/**
 * On a pod template or workload: the commit that the image was built from.
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 * @public
 */
export const IMAGE_REVISION = 'org.opencontainers.image.revision';

/** On a pod template or workload: URL of the repository that the image was built from. @public */
export const IMAGE_SOURCE = 'org.opencontainers.image.source';

/**
 * On a workload: ref of the user for whom the portal last changed it. It is
 * trusted only while the portal's {@link FIELD_MANAGER} owns the change.
 * @public
 */
export const FAIRWAY_ACTOR = 'fairway.dev/actor';

/**
 * On a Secret that is applied: comma-separated keys for which the portal
 * generates random values when it creates the Secret. The portal creates such a
 * Secret once and never reads or changes it again, so none of its values is ever
 * in Git, a log or a response.
 * @public
 */
export const FAIRWAY_GENERATE = 'fairway.dev/generate';

/**
 * On an applied object: name of the apply set that it belongs to. When pruning is
 * requested, objects of the set that are not applied again are deleted.
 * @public
 */
export const FAIRWAY_APPLY_SET = 'fairway.dev/apply-set';

/** Field manager of every write of the portal to a cluster. @public */
export const FIELD_MANAGER = 'fairway';

/**
 * On an Ingress or HTTPRoute: http(s) URL of the OpenAPI document of the service
 * behind it. The portal must be able to read it.
 * @public
 */
export const FAIRWAY_OPENAPI = 'fairway.dev/openapi';

/**
 * On an entity that the portal created from running workloads: comma-separated
 * `CLUSTER/NAMESPACE` pairs in which they run.
 * @public
 */
export const FAIRWAY_DISCOVERED_IN = 'fairway.dev/discovered-in';

/**
 * Location, in the catalog's location annotations, of entities that the portal
 * created from running workloads.
 * @public
 */
export const DISCOVERED_LOCATION = 'delivery:workloads';
