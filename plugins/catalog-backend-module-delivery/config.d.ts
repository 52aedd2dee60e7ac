import type { HumanDuration } from '@backstage/types';

export interface Config {
  catalog?: {
    providers?: {
      /**
       * Creates catalog entities for workloads in the environments of `delivery`
       * that have no catalog file. Without this section, none are created.
       */
      delivery?: {
        /**
         * Rules that select workloads and set the owner of their entities. The
         * first matching rule applies. Workloads without a matching rule are not
         * added to the catalog.
         */
        workloads: {
          /** Names of namespaces, or patterns with `*`; all by default */
          namespaces?: string[];
          /** Label selector in kubectl's syntax; all workloads by default */
          labelSelector?: string;
          /**
           * Ref of the owner, a group or user; `group:default/unknown` by default,
           * until a user completes the entity. The module adds this group, which
           * has no members
           */
          owner?: string;
        }[];
        /**
         * Time after which an entity without workloads is removed. 10 minutes by
         * default.
         */
        removeAfter?: HumanDuration | string;
      };
    };
  };
}
