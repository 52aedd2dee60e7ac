export interface Config {
  fairway?: {
    signIn?: {
      /**
       * What people know the provider of `auth.providers.oidc` by, such as
       * `Gitea`. Without it, the page offers guests alone.
       * @visibility frontend
       */
      title?: string;
    };
  };
}
