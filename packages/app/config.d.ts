export interface Config {
  fairway?: {
    signIn?: {
      /**
       * Display name of the provider in `auth.providers.oidc`, such as `Gitea`.
       * Without it, the sign-in page does not offer the provider.
       * @visibility frontend
       */
      title?: string;
      /**
       * Whether the sign-in page offers guest access, for development. Off by default.
       * @visibility frontend
       */
      guest?: boolean;
    };
  };
}
