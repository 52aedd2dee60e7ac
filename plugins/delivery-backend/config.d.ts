export interface Config {
  /** Delivery pages: environments, actions and history */
  delivery?: {
    /**
     * Environments that services run in, in the order of promotion.
     */
    environments?: Array<{
      /** Name of the environment, such as `dev`, `staging` or `production` */
      name: string;
      /** Name of a cluster in the configuration of the Kubernetes plugin */
      cluster: string;
      /**
       * Namespaces of the environment: names, or patterns with `*` for any text.
       * A namespace can belong to only one environment.
       */
      namespaces: string[];
      /** Whether the environment counts as production. Off by default. */
      production?: boolean;
      /**
       * `namespace` if all services in a namespace trust each other: their objects
       * may then refer to each other and select each other's pods. By default, each
       * service may refer to its own objects only.
       */
      trustDomain?: 'namespace';
      /**
       * What a person needs to apply objects to the environment, in addition to
       * `delivery.apply`. Set it to the rule of the approval where a pipeline asks
       * before it deploys to the environment.
       */
      requires?: {
        /** Name of a permission, such as `delivery.run.answer` */
        permission: string;
        /**
         * Refs of users and groups. The person must be one of them or a member.
         * Without it, everybody with the permission may apply.
         */
        submitters?: string[];
      };
    }>;
    /** Clusters that the portal may change. All other clusters are read-only. */
    clusters?: Array<{
      /** Name of a cluster in the configuration of the Kubernetes plugin */
      name: string;
      actions?: {
        /** Whether the portal may change the cluster. Off by default. */
        enabled?: boolean;
      };
      /**
       * Token of the service account that changes the cluster. Use another token
       * than the Kubernetes plugin, whose proxy lends its token to users.
       * @visibility secret
       */
      serviceAccountToken?: string;
    }>;
    apply?: {
      /**
       * Kinds that may be applied, with their API group, such as
       * `apps/Deployment` or `/Service`. By default the usual parts of a service,
       * without Secrets.
       */
      kinds?: string[];
      /**
       * Kinds of `kinds` that the portal cannot check, because it does not know
       * which objects they refer to. Other kinds without rules are refused.
       */
      uncheckedKinds?: string[];
      /**
       * Objects that every service may refer to, although they belong to another
       * service or to nobody.
       */
      shared?: Array<{
        /** Group and kind, such as `/Secret` or `gateway.networking.k8s.io/Gateway` */
        kind: string;
        /**
         * Name of the object. `*` stands for any text, `{id}` for the
         * `backstage.io/kubernetes-id` of the service.
         */
        name: string;
        /** Namespace of the object. By default that of the object that refers to it. */
        namespace?: string;
      }>;
      /**
       * Hosts that services may use in Ingresses, HTTPRoutes and VirtualServices,
       * such as `{id}.apps.example.com`. `*` stands for any text, `{id}` for the
       * `backstage.io/kubernetes-id` of the service. A host that another service
       * uses is refused. None by default.
       */
      hosts?: string[];
      /**
       * Hosts that several services may use at the same time, for example under
       * different paths. Each of them can then receive requests of the others.
       */
      sharedHosts?: string[];
      /**
       * Annotations that objects may have, in addition to those that no controller
       * acts on, such as `nginx.ingress.kubernetes.io/proxy-body-size`. `*` stands
       * for any text.
       */
      annotations?: string[];
      /**
       * Initial content of namespaces that the portal creates for services, in
       * environments whose patterns match the name. Without it, the portal
       * creates no namespaces. A NetworkPolicy denies traffic from other
       * namespaces.
       */
      newNamespaces?: {
        /** Labels of the namespace, such as `pod-security.kubernetes.io/enforce: restricted` */
        labels?: { [name: string]: string };
        /** `spec.hard` of the ResourceQuota, such as `requests.cpu: '4'`. Without it, no quota is created. */
        quota?: { [resource: string]: string };
        /** Default requests and limits of containers. Without it, no LimitRange is created. */
        containers?: {
          requests?: { [resource: string]: string };
          limits?: { [resource: string]: string };
        };
        /**
         * RoleBindings, created right after the namespace: for the portal's own
         * service account, which has no rights there otherwise, and for example for
         * the one that pipelines deploy with. The service account of the portal needs
         * the permissions to create RoleBindings and to `bind` these ClusterRoles.
         */
        grants?: {
          /** Names of the environments whose namespaces get the RoleBinding */
          environments: string[];
          clusterRole: string;
          /** The service account as `NAMESPACE/NAME` */
          serviceAccount: string;
        }[];
      };
    };
    audit?: {
      /**
       * Key of the hashes that the audit log stores instead of values: at least 32
       * random characters. Without it, the portal creates one and stores it in its
       * database, so that everyone who reads the database can try short values.
       * @visibility secret
       */
      hashKey?: string;
    };
    ownership?: {
      /**
       * Namespaces that belong to certain entities or owners. No other entity
       * may claim workloads in them.
       */
      namespaces?: Array<{
        /** Name of an environment */
        environment: string;
        /** Namespaces of the environment: names, or patterns with `*` for any text */
        namespaces: string[];
        /** Refs of entities, such as `component:default/billing` */
        entities?: string[];
        /** Refs of groups or users, such as `group:default/commerce`: entities that they own */
        owners?: string[];
      }>;
      /**
       * Jobs and folders of CI servers that belong to certain entities or owners,
       * with everything in them. No other entity may claim them.
       */
      jobs?: Array<{
        /** Full name of a job or folder, such as `harbour/billing` */
        job: string;
        /** Name of the CI server; any server if it is omitted */
        server?: string;
        /** Refs of entities, such as `component:default/billing` */
        entities?: string[];
        /** Refs of groups or users, such as `group:default/commerce`: entities that they own */
        owners?: string[];
      }>;
      /**
       * Other names by which Git hosts are reached, for example by clusters and CI
       * servers. Addresses of a repository on such hosts count as the same.
       */
      repositoryHosts?: Array<{
        /** Host as in the locations of catalog files, such as `git.example.com:8443` */
        host: string;
        aliases: string[];
      }>;
    };
    history?: {
      /**
       * Number of days that releases and timeline events are kept. 365 by
       * default, at least 1.
       */
      keepDays?: number;
    };
    /**
     * Limits of one person, in each replica. A service that calls the API for itself
     * counts as a person. Requests over a limit get the status 429 and `Retry-After`.
     */
    limits?: {
      /** Open event streams. 50 by default. A browser tab has one. */
      streams?: number;
      /** Topics over all open event streams. 400 by default. */
      topics?: number;
      /** Requests in a minute. 1200 by default. */
      callsPerMinute?: number;
      /** Log reads in a minute that reach a CI server. 600 by default. */
      logReadsPerMinute?: number;
      /** Concurrent downloads of logs and artifacts. 10 by default. */
      downloads?: number;
    };
    labelSelectors?: {
      /**
       * Whether the annotation `backstage.io/kubernetes-label-selector` of an
       * entity can select workloads that do not name the entity themselves. Off
       * by default, because every author of a catalog file could then view any
       * workload.
       */
      enabled?: boolean;
    };
  };
}
