export interface Config {
  fairway?: {
    permission?: {
      /**
       * Refs of the groups and users with each role, such as
       * `group:default/platform`. All signed-in users are viewers. The role of
       * owners comes from the catalog.
       */
      roles?: {
        /** Creates catalog entities and runs templates */
        developer?: string[];
        /** Makes changes in production */
        releaseManager?: string[];
        /** Maintains the portal; may unregister and refresh all entities */
        platform?: string[];
      };
      /**
       * Refs of users with read-only access, independent of their groups and
       * entities. The guest users by default.
       */
      readOnly?: string[];
    };
  };
}
