/** The texts of template forms and discovered services in English; part of `en`. */
export const createEn = {
  discovered: {
    title: 'Complete this entry',
    hint: 'Discovered in the cluster. No catalog file describes this service yet.',
    environments: 'Discovered in',
    owner: 'Owner',
    system: 'System',
    repository: 'Repository',
    workloads: 'Workloads',
    pipeline: 'Pipeline',
    searching: 'Searching for pipelines…',
    builds: '{{job}} (builds its repository)',
    noPipeline: 'No pipeline found for its repository',
    incomplete: 'Incomplete result. {{problem}}',
    searchFailed: 'Search failed. {{problem}}',
    missing: {
      environments: 'No workload is running',
      owner: 'Not configured for these workloads',
      system: 'The workloads have no label app.kubernetes.io/part-of',
      repository:
        'The workloads have no annotation org.opencontainers.image.source',
      workloads: 'The workloads have no common label',
    },
    complete: 'Complete this entry',
    manualSteps:
      'Add a catalog-info.yaml with the same name to its repository and register it. It replaces this entry.',
  },
  nameTaken: {
    inCatalog: '{{name}} already exists in the catalog.',
    running:
      '{{name}} already runs in {{environments}}. Complete its catalog entry instead, or choose another name.',
  },
  repository: {
    taken:
      '{{host}} already has a repository {{owner}}/{{name}}. Choose another name, or delete the repository if it is unused.',
    incomplete: 'Enter the host, owner and name of the repository.',
  },
  review: {
    preview: 'Preview: {{environment}}',
    accepted: 'All objects accepted',
    rejected: 'Some objects were rejected, so none would be applied',
    failed: 'Dry run in {{environment}} failed: {{problem}}',
    object: 'Object',
    result: 'Result',
    create: 'Created',
    update: 'Updated',
    unchanged: 'Unchanged',
    delete: 'Deleted: in the apply set, but not in the manifests',
    rejectedBecause: 'Rejected: {{reason}}',
    files: 'Repository files ({{number}})',
    file: 'Files',
    large: 'This file is too large for the preview.',
  },
  environments: {
    cluster: 'Cluster {{cluster}}',
    namespace: 'Namespace',
    quotaLeft: '{{left}} of {{all}} {{resource}} available',
    resource: { cpu: 'CPU', memory: 'memory', pods: 'pods' },
    noQuota: 'no quota',
    byPipeline: 'Deployed by the pipeline after approval',
    readOnly: 'Read-only: the portal does not change this cluster',
    none: 'No environments available. Ask a portal administrator for the permission delivery.read',
    firstNotAllowed:
      'The first environment is deployed immediately. Choose one that you can deploy to',
    wrongNamespace: 'Choose a namespace of environment {{name}}',
  },
  strategy: {
    rolling: 'Rolling update (automatic)',
    batches: 'Canary in batches (manual approval)',
    gray: 'By user group (manual approval)',
    steps: 'Steps (%)',
    stepsHelp: 'Waits for approval after each step',
    stepsInvalid:
      'Enter up to eight increasing whole numbers from 1 to 99, such as 25, 50',
    idleStep:
      '{{before}} % and {{share}} % of {{desired}} pods are the same number of pods ({{pods}}), so one approval changes nothing. Use fewer steps, or more pods in “All settings”',
    internal: 'Internal users',
    groupA: 'Group A',
    percent: '{{share}} %',
    thenApproval: '{{step}}, then approval',
    all: 'All',
  },
} as const;
