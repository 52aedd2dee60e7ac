export interface Config {
  /** The community plugin's own keys */
  jenkins?: {
    /** The server named `default` */
    baseUrl?: string;
    username?: string;
    /** An API token of that user
     * @visibility secret */
    apiKey?: string;
    /** Sent with every request
     * @deepVisibility secret */
    extraRequestHeaders?: { [name: string]: string };
    instances?: Array<{
      /** As annotations name it */
      name: string;
      baseUrl: string;
      username?: string;
      /** An API token of that user
       * @visibility secret */
      apiKey?: string;
      /** Sent with every request
       * @deepVisibility secret */
      extraRequestHeaders?: { [name: string]: string };
    }>;
  };
  /** The community plugin's own keys */
  sonarqube?: {
    baseUrl?: string;
    /** Where people and links reach it, if that is another address */
    externalBaseUrl?: string;
    /** @visibility secret */
    apiKey?: string;
    instances?: Array<{
      name: string;
      baseUrl: string;
      /** Where people and links reach it, if that is another address */
      externalBaseUrl?: string;
      /** @visibility secret */
      apiKey: string;
    }>;
  };
  delivery?: {
    jenkins?: {
      /** Signs what Jenkins tells of by itself; without it, nothing is taken
       * @visibility secret */
      webhookSecret?: string;
      /** What people may have made; nothing, without it */
      newPipelines?: {
        /**
         * Full names of the folders in which jobs are made, and in folders within
         * them. What runs there may use these folders' credentials
         */
        folders: string[];
      };
    };
  };
}
