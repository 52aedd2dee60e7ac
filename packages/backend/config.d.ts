export interface Config {
  fairway?: {
    permission?: {
      /**
       * Who has which role, as refs of groups or users, such as
       * `group:default/platform`. Everyone who is signed in is a viewer, and
       * owners are known by the catalog.
       */
      roles?: {
        /** Create catalog entries and run templates */
        developer?: string[];
        /** Decide on production */
        releaseManager?: string[];
        /** Look after the portal: unregister and refresh anything */
        platform?: string[];
      };
      /**
       * Refs of users who only read, whatever they own or belong to. The
       * guest users by default.
       */
      readOnly?: string[];
    };
  };
}
