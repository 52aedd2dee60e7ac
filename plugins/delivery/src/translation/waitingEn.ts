/** The texts about rollouts and runs that wait for approval in English; part of `en`. */
export const waitingEn = {
  waiting: {
    title: 'Waiting for approval',
    forMe: 'Waiting for me',
    forMeCount: 'Waiting for me ({{number}})',
    loading: 'Loading what waits for approval…',
    none: 'Nothing is waiting for approval',
    noneForMe: 'Nothing is waiting for your approval',
    failed: 'Cannot load what is waiting for approval.',
    stale: 'This list may be outdated.',
    run: 'Run {{run}} of {{pipeline}}',
    rollout: 'Rollout of {{workload}} in {{environment}}',
    confirm: 'Continue the rollout to {{environment}}?',
    confirmVersion: 'Continue the rollout of {{version}} to {{environment}}?',
    since: 'waiting for {{age}}',
    needsPermission: 'Approvers: all users with the permission {{permission}}',
    sidebar: '{{title}}, {{number}} waiting for your approval',
  },
} as const;
