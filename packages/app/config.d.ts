export interface Config {
  fairway?: {
    signIn?: {
      /**
       * Display name of the provider in `auth.providers.oidc`, such as `Gitea`.
       * Without it, the sign-in page only offers guest access.
       * @visibility frontend
       */
      title?: string;
    };
  };
}
