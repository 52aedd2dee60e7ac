export interface Config {
  delivery?: {
    kustomize?: {
      /**
       * The program that renders overlays, by name or path: one that knows
       * `kustomize FOLDER` as kubectl does. `kubectl` by default.
       */
      command?: string;
    };
    git?: {
      /** Where CI servers are told of pushes; `delivery:jenkins:pipeline` names one */
      webhooks?: Array<{
        /** As templates name it */
        name: string;
        /**
         * Of Jenkins' Git plugin, as the Git server reaches it:
         * `https://jenkins.example.org/git/notifyCommit`
         */
        url: string;
        /**
         * One of "Git plugin notifyCommit access tokens" in Jenkins' security settings
         * @visibility secret
         */
        token?: string;
      }>;
      /**
       * Where `delivery:git:publish` may push besides the Gitea of
       * `integrations`, and besides GitHub, GitLab and Bitbucket that have a
       * token there.
       */
      servers?: Array<{
        /** With the port, where the addresses have one */
        host: string;
        /** For https; any will do for most servers, where the token is enough */
        username?: string;
        /**
         * For https: a token or password that may write
         * @visibility secret
         */
        token?: string;
        /** For addresses such as `ssh://git@HOST/PATH` */
        ssh?: {
          /** The private key's file, without a passphrase: an absolute path */
          keyFile: string;
          /** A file with the host's keys, as `ssh-keyscan HOST` prints them: an absolute path */
          knownHostsFile: string;
        };
      }>;
    };
  };
}
