/**
 * The labels and annotations that Fairway reads: the field's own where there
 * is one, `fairway.dev/*` where there is none.
 */

/**
 * On an entity: the value that its workloads carry in the label of the same
 * name. On a workload: the label by which it consents to belong to that entity.
 * @see https://backstage.io/docs/features/kubernetes/configuration#surfacing-your-kubernetes-components-as-part-of-an-entity
 * @public
 */
export const KUBERNETES_ID = 'backstage.io/kubernetes-id';

/**
 * On an entity: a label selector, in kubectl's syntax, that beats the id.
 * @public
 */
export const KUBERNETES_LABEL_SELECTOR =
  'backstage.io/kubernetes-label-selector';

/** On an entity: the only namespace to look in. @public */
export const KUBERNETES_NAMESPACE = 'backstage.io/kubernetes-namespace';

/** On an entity: the only cluster to look in, by its configured name. @public */
export const KUBERNETES_CLUSTER = 'backstage.io/kubernetes-cluster';

/**
 * On a workload: the ref of the entity that it consents to belong to, for
 * workloads that cannot carry a label.
 * @public
 */
export const FAIRWAY_ENTITY = 'fairway.dev/entity';

/** On a pod template: the page of the Jenkins run that built the image. @public */
export const FAIRWAY_BUILD_URL = 'fairway.dev/build-url';

/**
 * On a pod template or workload: the version it runs.
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

/** On a pod template or workload: the repository of that commit. @public */
export const IMAGE_SOURCE = 'org.opencontainers.image.source';

/**
 * On a workload: the ref of the person for whom the portal last changed it.
 * Believed only while the portal's own {@link FIELD_MANAGER} owns the change.
 * @public
 */
export const FAIRWAY_ACTOR = 'fairway.dev/actor';

/**
 * On a Secret that is applied: the keys that get a random value when the portal
 * makes it, comma-separated. Such a Secret is made once and never read or
 * changed again, so that no value of it is ever in Git, a log or an answer.
 * @public
 */
export const FAIRWAY_GENERATE = 'fairway.dev/generate';

/**
 * On what is applied: the set that it is of, by name. What of a set is not
 * among the objects that are applied is deleted, where somebody asks for that.
 * @public
 */
export const FAIRWAY_APPLY_SET = 'fairway.dev/apply-set';

/** The field manager of everything that the portal writes to a cluster. @public */
export const FIELD_MANAGER = 'fairway';

/**
 * On an Ingress or HTTPRoute: http(s) address of the OpenAPI document of what
 * is reached by it, which the portal must be able to read.
 * @public
 */
export const FAIRWAY_OPENAPI = 'fairway.dev/openapi';

/**
 * On an entity that the portal made of what runs: the `CLUSTER/NAMESPACE`s that
 * it was found in, comma-separated.
 * @public
 */
export const FAIRWAY_DISCOVERED_IN = 'fairway.dev/discovered-in';

/**
 * Where entities come from that the portal made of what runs, as the catalog's
 * location annotations have it.
 * @public
 */
export const DISCOVERED_LOCATION = 'delivery:workloads';
