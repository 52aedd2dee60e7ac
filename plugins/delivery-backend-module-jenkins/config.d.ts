export interface Config {
  /** Keys of the community's Jenkins plugin */
  jenkins?: {
    /** Base URL of the server named `default` */
    baseUrl?: string;
    username?: string;
    /** API token of the user
     * @visibility secret */
    apiKey?: string;
    /** Headers that are sent with every request
     * @deepVisibility secret */
    extraRequestHeaders?: { [name: string]: string };
    instances?: Array<{
      /** Name of the server in annotations */
      name: string;
      baseUrl: string;
      username?: string;
      /** API token of the user
       * @visibility secret */
      apiKey?: string;
      /** Headers that are sent with every request
       * @deepVisibility secret */
      extraRequestHeaders?: { [name: string]: string };
    }>;
  };
  /** Keys of the community's SonarQube plugin */
  sonarqube?: {
    baseUrl?: string;
    /** Base URL for browsers, if it differs from `baseUrl` */
    externalBaseUrl?: string;
    /** @visibility secret */
    apiKey?: string;
    instances?: Array<{
      name: string;
      baseUrl: string;
      /** Base URL for browsers, if it differs from `baseUrl` */
      externalBaseUrl?: string;
      /** @visibility secret */
      apiKey: string;
    }>;
  };
  delivery?: {
    jenkins?: {
      /** Secret that signs webhook requests of Jenkins. Without it, webhooks are rejected
       * @visibility secret */
      webhookSecret?: string;
      /**
       * Whether pages show a job that nothing proves to belong to the entity that names
       * it. Off by default: everyone who can write a catalog file could then read every
       * job that the portal's user can read
       */
      viewWithoutProof?: boolean;
      /** Settings for creating pipelines. Without it, the portal creates none */
      pipelineCreation?: {
        /**
         * Full names of the folders in which the portal may create jobs, including their
         * subfolders. Runs of these jobs can use the credentials of the folders
         */
        folders: string[];
      };
    };
  };
}
