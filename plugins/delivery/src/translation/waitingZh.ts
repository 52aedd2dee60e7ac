/** The texts about rollouts and runs that wait for approval in Chinese; part of `zh`. */
export const waitingZh = {
  'waiting.title': '等待审批',
  'waiting.forMe': '待我审批',
  'waiting.forMeCount': '待我审批（{{number}}）',
  'waiting.loading': '正在加载待审批项…',
  'waiting.none': '没有等待审批的项目',
  'waiting.noneForMe': '没有等待您审批的项目',
  'waiting.failed': '无法加载待审批项。',
  'waiting.stale': '此列表可能已过期。',
  'waiting.run': '{{pipeline}} 的运行 {{run}}',
  'waiting.rollout': '{{environment}} 环境中 {{workload}} 的发布',
  'waiting.confirm': '是否继续向 {{environment}} 发布？',
  'waiting.confirmVersion': '是否继续向 {{environment}} 发布 {{version}}？',
  'waiting.since': '已等待 {{age}}',
  'waiting.needsPermission': '审批人：所有拥有 {{permission}} 权限的用户',
  'waiting.sidebar': '{{title}}，{{number}} 项等待您审批',
} as const;
