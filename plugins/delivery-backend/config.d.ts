export interface Config {
  /** What the delivery pages show, and where from */
  delivery?: {
    /**
     * The places that services run in. Their order is the order of promotion.
     */
    environments?: Array<{
      /** Its name, as people say it: `dev`, `staging`, `production` */
      name: string;
      /** The name of a cluster that the Kubernetes plugin is configured with */
      cluster: string;
      /**
       * Namespaces, by name or with `*` for any text. A namespace belongs to
       * one environment only.
       */
      namespaces: string[];
      /** Whether it counts as production. Off by default. */
      production?: boolean;
    }>;
    /** What may be done to clusters from the portal. Without it, they are only read. */
    clusters?: Array<{
      /** The name of a cluster that the Kubernetes plugin is configured with */
      name: string;
      actions?: {
        /** Off by default */
        enabled?: boolean;
      };
      /**
       * What the cluster is changed with: a credential that the Kubernetes
       * plugin has not, because that lends its own to its users.
       * @visibility secret
       */
      serviceAccountToken?: string;
    }>;
    apply?: {
      /**
       * Kinds that may be applied, with the group of their API: `apps/Deployment`,
       * `/Service`. By default what a service is made of, and no Secret.
       */
      kinds?: string[];
      /**
       * What a namespace begins with that people have made for a service, where
       * its environment matches it. Without it, none are made. Nobody from
       * another namespace may call into one by default.
       */
      newNamespaces?: {
        /** Of the namespace, such as `pod-security.kubernetes.io/enforce: restricted` */
        labels?: { [name: string]: string };
        /** `hard` of its ResourceQuota, such as `requests.cpu: '4'`; none without */
        quota?: { [resource: string]: string };
        /** Of containers that say nothing themselves; none without */
        containers?: {
          requests?: { [resource: string]: string };
          limits?: { [resource: string]: string };
        };
        /**
         * Who else may do what there, such as the account that pipelines deploy
         * by. The portal's own needs the rights to create RoleBindings and to
         * `bind` these ClusterRoles.
         */
        grants?: {
          /** By name: in namespaces of no others */
          environments: string[];
          clusterRole: string;
          /** As `NAMESPACE/NAME` */
          serviceAccount: string;
        }[];
      };
    };
    history?: {
      /**
       * How many days releases and timelines are kept. 365 by default; at
       * least 1.
       */
      keepDays?: number;
    };
    labelSelectors?: {
      /**
       * Whether the annotation `backstage.io/kubernetes-label-selector` of an
       * entity may show workloads that do not name the entity themselves. Off
       * by default: whoever can edit a catalog file could look at any workload.
       */
      enabled?: boolean;
    };
  };
}
