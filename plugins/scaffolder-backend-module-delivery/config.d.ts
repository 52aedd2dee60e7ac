export interface Config {
  delivery?: {
    kustomize?: {
      /**
       * The program that renders overlays, by name or path: one that knows
       * `kustomize FOLDER` as kubectl does. `kubectl` by default.
       */
      command?: string;
    };
  };
}
