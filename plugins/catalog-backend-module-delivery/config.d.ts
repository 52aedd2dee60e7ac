import type { HumanDuration } from '@backstage/types';

export interface Config {
  catalog?: {
    providers?: {
      /**
       * Makes catalog entries of what runs in the environments of `delivery`
       * and that nobody has described. None without this section.
       */
      delivery?: {
        /**
         * Which workloads, and who owns what is made of them: the first that
         * fits. What fits none stays out of the catalog.
         */
        workloads: {
          /** NameAllocator or patterns with `*`; all by default */
          namespaces?: string[];
          /** In kubectl's syntax; all by default */
          labelSelector?: string;
          /**
           * Ref of a group or user; `unknown` by default, until somebody
           * completes the entry
           */
          owner?: string;
        }[];
        /**
         * How long an entry outlives its last workload. 10 minutes by default.
         */
        goneAfter?: HumanDuration | string;
      };
    };
  };
}
