export interface Config {
  delivery?: {
    kustomize?: {
      /**
       * Name or path of the program that renders kustomizations. It must support
       * `kustomize FOLDER` like kubectl. The default is `kubectl`.
       */
      command?: string;
    };
    git?: {
      /**
       * Webhooks that notify CI servers of pushes. The `webhook` input of
       * `delivery:jenkins:pipeline` names one of them.
       */
      webhooks?: Array<{
        /** Name that templates use */
        name: string;
        /**
         * URL of Jenkins' Git plugin that the Git server can reach:
         * `https://jenkins.example.org/git/notifyCommit`
         */
        url: string;
        /**
         * One of the "Git plugin notifyCommit access tokens" in Jenkins' security settings
         * @visibility secret
         */
        token?: string;
      }>;
      /**
       * Additional Git servers that `delivery:git:publish` may push to. It can
       * always push to Gitea, GitHub, GitLab and Bitbucket servers that have a
       * token in `integrations`.
       */
      servers?: Array<{
        /** Host of the server, with the port if repository URLs have one */
        host: string;
        /** User name for HTTPS. Most servers accept any name with a token */
        username?: string;
        /**
         * Token or password for HTTPS, with write access
         * @visibility secret
         */
        token?: string;
        /** Credentials for SSH URLs such as `ssh://git@HOST/PATH` */
        ssh?: {
          /** Absolute path of the private key, without a passphrase */
          keyFile: string;
          /** Absolute path of a file with the host's keys, in the format of `ssh-keyscan HOST` */
          knownHostsFile: string;
        };
      }>;
    };
  };
}
