/** What the diagnosis says, in Chinese; `zh` takes it in. */
export const findingsZh = {
  'finding.imageNotFound.sentence': '镜像仓库中没有镜像 {{image}}',
  'finding.imageNotFound.advice':
    '检查名称和标签，以及构建是否已推送该镜像；然后部署已存在的镜像。',
  'finding.imageUnauthorized.sentence':
    '镜像仓库拒绝提供镜像 {{image}}：未获授权',
  'finding.imageUnauthorized.advice':
    '检查命名空间中是否有拉取密钥、Pod 或其服务账号的 imagePullSecrets 是否引用了它、它是否已过期。许多仓库对不存在的镜像也这样回答。',
  'finding.imageRateLimited.sentence':
    '镜像仓库限制了镜像 {{image}} 的拉取频率',
  'finding.imageRateLimited.advice':
    'Kubernetes 会自行重试。使用账号或镜像代理拉取可减少限制。',
  'finding.imageNameInvalid.sentence': '{{image}} 不是有效的镜像名称',
  'finding.imageNameInvalid.advice':
    '更正工作负载中的镜像名称：小写、无空格、只有一个标签。',
  'finding.imageRegistryUnreachable.sentence': '无法连接镜像 {{image}} 的仓库',
  'finding.imageRegistryUnreachable.advice':
    '检查仓库的主机名、仓库是否在运行，以及节点能否访问它。',
  'finding.imageNotOnNode.sentence':
    '节点上没有镜像 {{image}}，而其拉取策略为 Never',
  'finding.imageNotOnNode.advice': '将 imagePullPolicy 设为 IfNotPresent。',
  'finding.imagePullFailing.sentence': '无法拉取镜像 {{image}}：{{message}}',
  'finding.imagePullFailing.advice': '请阅读下方仓库返回的消息。',
  'finding.outOfMemory.sentence':
    '容器 {{container}} 使用的内存超过上限 {{limit}}，被终止；重启次数：{{restarts}}',
  'finding.outOfMemory.advice':
    '查看被终止前的内存用量。若确实需要，提高上限；否则查找内存泄漏，或将堆大小设在上限以下。',
  'finding.outOfNodeMemory.sentence':
    '容器 {{container}} 没有内存上限，因内存耗尽被终止；重启次数：{{restarts}}',
  'finding.outOfNodeMemory.advice':
    '为容器设置内存请求和上限，让调度器为其预留空间。',
  'finding.livenessFailing.sentence':
    '容器 {{container}} 的存活探针失败，Kubernetes 因此将其重启；重启次数：{{restarts}}',
  'finding.livenessFailing.advice':
    '查看探针得到的回答。若程序只是启动较慢，请添加启动探针；若程序繁忙，请增大 timeoutSeconds。',
  'finding.startupFailing.sentence':
    '容器 {{container}} 的启动探针失败；重启次数：{{restarts}}',
  'finding.startupFailing.advice':
    '查看日志了解它在等待什么。若只是需要更长时间，请提高启动探针的 failureThreshold 或 periodSeconds。',
  'finding.readinessFailing.sentence':
    '容器 {{container}} 的就绪探针失败：{{pods}} 个 Pod 中 {{failing}} 个不接收流量',
  'finding.readinessFailing.advice':
    '查看探针得到的回答，并从日志了解程序在等待什么：数据库、队列或其他服务。',
  'finding.readinessFailingInService.sentence':
    '容器 {{container}} 的就绪探针失败，{{pods}} 个 Pod 中 {{failing}} 个因此被移出 Service {{service}}',
  'finding.readinessFailingInService.advice':
    '查看探针得到的回答，并从日志了解程序在等待什么：数据库、队列或其他服务。',
  'finding.crashLoop.sentence':
    '容器 {{container}} 反复崩溃，退出码 {{exitCode}}；重启次数：{{restarts}}',
  'finding.crashLoop.advice':
    '阅读上一个容器的日志，并与上一个能运行的版本比较。',
  'finding.crashLoopSignal.sentence':
    '容器 {{container}} 反复被信号 {{signal}} 终止（退出码 {{exitCode}}）；重启次数：{{restarts}}',
  'finding.crashLoopSignal.advice':
    'SIGKILL 是被外部终止，SIGSEGV 是原生代码崩溃，SIGABRT 是程序自行中止。请阅读上一个容器的日志。',
  'finding.exitsWell.sentence':
    '容器 {{container}} 正常结束后又被启动；重启次数：{{restarts}}',
  'finding.exitsWell.advice':
    '程序应持续运行：检查其命令和参数。会结束的工作应放入 Job。',
  'finding.containerFailed.sentence':
    '容器 {{container}} 已结束，退出码 {{exitCode}}',
  'finding.containerFailed.advice': '阅读该容器的日志。',
  'finding.containerCannotStart.sentence':
    '容器 {{container}} 无法启动：{{message}}',
  'finding.containerCannotStart.advice':
    '检查其命令、参数和挂载：镜像中可能没有它们所指的内容。',
  'finding.configMapMissing.sentence':
    'ConfigMap {{object}} 不存在，Pod 因此无法启动',
  'finding.configMapMissing.advice':
    '在此命名空间中创建它，或更正工作负载中的名称。创建后 Pod 会自行继续。',
  'finding.configMapKeyMissing.sentence':
    'ConfigMap {{object}} 中没有键 {{key}}，Pod 因此无法启动',
  'finding.configMapKeyMissing.advice':
    '添加该键，或更正工作负载中的名称。添加后 Pod 会自行继续。',
  'finding.secretMissing.sentence':
    'Secret {{object}} 不存在，Pod 因此无法启动',
  'finding.secretMissing.advice':
    '在此命名空间中创建它，或查明应创建它的组件为何没有创建。创建后 Pod 会自行继续。',
  'finding.secretKeyMissing.sentence':
    'Secret {{object}} 中没有键 {{key}}，Pod 因此无法启动',
  'finding.secretKeyMissing.advice':
    '添加该键，或更正工作负载中的名称。添加后 Pod 会自行继续。',
  'finding.containerConfigWrong.sentence':
    '无法创建容器 {{container}}：{{message}}',
  'finding.containerConfigWrong.advice': '在工作负载中更正消息所指的内容。',
  'finding.initFailing.sentence':
    '初始化容器 {{container}} 失败，退出码 {{exitCode}}，Pod 因此无法启动；重启次数：{{restarts}}',
  'finding.initFailing.advice':
    '阅读初始化容器的日志：它往往在等待或迁移某个不存在的东西。',
  'finding.initRunning.sentence':
    '初始化容器 {{container}} 尚未结束，Pod 在等待它',
  'finding.initRunning.advice': '从日志了解它在等待什么。',
  'finding.unschedulable.sentence':
    '{{pods}} 个 Pod 中 {{failing}} 个没有节点接收；{{nodes}} 个节点中：{{details}}',
  'finding.unschedulable.advice':
    '减少请求的资源、释放或增加节点，或让 Pod 的选择器、亲和性和容忍度匹配更多节点。',
  'finding.unschedulableOther.sentence':
    '{{pods}} 个 Pod 中 {{failing}} 个没有节点接收：{{message}}',
  'finding.unschedulableOther.advice': '请阅读调度器返回的消息。',
  'finding.claimMissing.sentence': 'PersistentVolumeClaim {{claim}} 不存在',
  'finding.claimMissing.advice': '创建它，或更正工作负载中的名称。',
  'finding.claimPending.sentence': 'PersistentVolumeClaim {{claim}} 尚无存储卷',
  'finding.claimPending.advice':
    '检查其存储类是否有供应者，以及是否有大小和访问模式相符的空闲存储卷。',
  'finding.claimRefused.sentence':
    'PersistentVolumeClaim {{claim}} 得不到存储卷：{{message}}',
  'finding.claimRefused.advice':
    '更正声明的存储类、大小或访问模式，或创建相符的存储卷。',
  'finding.claimLost.sentence':
    'PersistentVolumeClaim {{claim}} 失去了其存储卷',
  'finding.claimLost.advice':
    '它绑定的存储卷已不存在：请恢复该卷，或从备份新建声明。',
  'finding.volumeNotMounted.sentence': '无法挂载存储卷：{{message}}',
  'finding.volumeNotMounted.advice': '检查存储卷所指的内容及其背后的存储。',
  'finding.volumeNotAttached.sentence': '无法将存储卷连接到节点：{{message}}',
  'finding.volumeNotAttached.advice':
    '它可能仍连接在另一个节点上：查看上一个 Pod 在哪里运行、是否已消失。',
  'finding.quotaExceeded.sentence': '配额 {{quota}} 拒绝新的 Pod：{{details}}',
  'finding.quotaExceeded.advice':
    '减少请求、移除此命名空间中不需要的内容，或请人提高配额。发布需要为 maxSurge 的额外 Pod 留出空间。',
  'finding.quotaNeedsResources.sentence':
    '配额 {{quota}} 拒绝新的 Pod，因为它们没有指明 {{resources}}',
  'finding.quotaNeedsResources.advice':
    '在容器的 resources 中设置，或为命名空间添加带默认值的 LimitRange。',
  'finding.limitRangeRefused.sentence': 'LimitRange 拒绝新的 Pod：{{message}}',
  'finding.limitRangeRefused.advice':
    '让容器的资源处于范围之内，或请人修改 LimitRange。',
  'finding.webhookRefused.sentence':
    '准入 Webhook {{webhook}} 拒绝新的 Pod：{{message}}',
  'finding.webhookRefused.advice': '修改消息所指的内容；这是集群管理者的规则。',
  'finding.webhookUnavailable.sentence':
    '准入 Webhook {{webhook}} 没有响应，因此无法创建 Pod',
  'finding.webhookUnavailable.advice':
    '请告知集群管理者：Webhook 背后的服务已停止。',
  'finding.policyRefused.sentence': '策略 {{policy}} 拒绝新的 Pod：{{message}}',
  'finding.policyRefused.advice': '修改消息所指的内容；这是集群管理者的规则。',
  'finding.podSecurityRefused.sentence':
    'Pod 安全级别 {{level}} 拒绝新的 Pod：{{message}}',
  'finding.podSecurityRefused.advice':
    '在 Pod 和容器的 securityContext 中设置消息所指的内容。',
  'finding.serviceAccountMissing.sentence':
    '服务账号 {{object}} 不存在，因此无法创建 Pod',
  'finding.serviceAccountMissing.advice':
    '在此命名空间中创建它，或更正工作负载中的名称。',
  'finding.podsRefused.sentence': 'Kubernetes 拒绝创建 Pod：{{message}}',
  'finding.podsRefused.advice': '修改消息所指的内容。',
  'finding.deadlineExceeded.sentence':
    '发布在期限内没有进展：{{desired}} 个 Pod 中 {{updated}} 个已更新',
  'finding.deadlineExceeded.advice':
    '查明新 Pod 受阻的原因，或退回到仍在服务的修订版本。',
  'finding.oldRevisionServing.sentence':
    '仍只有旧修订版本 {{revision}} 在服务：新版本没有就绪的 Pod',
  'finding.oldRevisionServing.advice':
    '还没有人看到新版本。可从容修复，或退回。',
  'finding.serviceWithoutEndpoints.sentence':
    'Service {{service}} 没有就绪的 Pod：调用者会收到错误',
  'finding.serviceWithoutEndpoints.advice': '查明其背后的 Pod 为何未就绪。',
  'finding.serviceMatchesNothing.sentence':
    'Service {{service}} 没有选中任何 Pod：其选择器与 {{workload}} 的标签不符',
  'finding.serviceMatchesNothing.advice':
    '让 Service 的选择器与 Pod 模板的标签一致。',
  'finding.autoscalerBlind.sentence':
    '自动伸缩器 {{autoscaler}} 无法读取其指标：{{message}}',
  'finding.autoscalerBlind.advice':
    '检查容器是否设置了资源请求，以及 metrics server 或指标适配器是否响应。在此之前 Pod 数量不随负载变化。',
  'finding.autoscalerAtMaximum.sentence':
    '自动伸缩器 {{autoscaler}} 已达到 {{max}} 个 Pod 的上限，还需要更多',
  'finding.autoscalerAtMaximum.advice':
    '若集群有空间，提高 maxReplicas；或查明负载来自何处。',
  'finding.autoscalerStuck.sentence':
    '自动伸缩器 {{autoscaler}} 无法伸缩：{{message}}',
  'finding.autoscalerStuck.advice': '检查 scaleTargetRef 所指的对象。',
  'finding.drainBlocked.sentence':
    '节点 {{node}} 正在排空，而 PodDisruptionBudget {{budget}} 不允许任何 Pod 离开（{{rule}}）',
  'finding.drainBlocked.advice':
    '增加一个 Pod 以便其中一个可以离开，或在排空期间放宽该预算。',
  'finding.disruptionBlocked.sentence':
    'PodDisruptionBudget {{budget}} 从不允许 Pod 离开（{{rule}}），节点因此无法排空',
  'finding.disruptionBlocked.advice':
    '让它至少允许一个 Pod 离开，或多运行一个 Pod。',
  'finding.evicted.sentence':
    '被节点驱逐：{{pods}} 个 Pod 中 {{failing}} 个。{{message}}',
  'finding.evicted.advice':
    '让容器的资源请求接近实际用量，并设置临时存储上限，使节点留有余地。',
  'finding.preempted.sentence':
    '{{pods}} 个 Pod 中 {{failing}} 个须为更重要的 Pod 让位',
  'finding.preempted.advice': '为工作负载设置合适的优先级，或为集群增加空间。',
  'finding.nodeLost.sentence':
    '节点 {{node}} 不再响应；其上有 {{pods}} 个 Pod 中的 {{failing}} 个',
  'finding.nodeLost.advice':
    'Kubernetes 会在五分钟后于别处新建 Pod；StatefulSet 的 Pod 则要等节点恢复或被移除。查看该机器是否在运行。',
  'finding.nodeNotReady.sentence':
    '节点 {{node}} 未就绪；其上有 {{pods}} 个 Pod 中的 {{failing}} 个',
  'finding.nodeNotReady.advice': '查看该节点 kubelet 的说明。',
  'finding.terminationStuck.sentence':
    '{{object}} 正在删除，等待 {{finalizers}}',
  'finding.terminationStuck.advice':
    '查看设置此终结器的控制器是否在运行。只有在其保护的内容已清理后才可手动移除。',
  'findingPhrase.nodesCpu': '{{count}} 个空闲 CPU 不足',
  'findingPhrase.nodesMemory': '{{count}} 个空闲内存不足',
  'findingPhrase.nodesPods': '{{count}} 个不再容纳更多 Pod',
  'findingPhrase.nodesResource': '{{count}} 个空闲 {{resource}} 不足',
  'findingPhrase.nodesAffinity': '{{count}} 个不符合节点亲和性或选择器',
  'findingPhrase.nodesPodAffinity': '{{count}} 个不符合 Pod 亲和性',
  'findingPhrase.nodesAntiAffinity': '{{count}} 个被 Pod 反亲和性排除',
  'findingPhrase.nodesSpread': '{{count}} 个被拓扑分布约束排除',
  'findingPhrase.nodesTaint': '{{count}} 个有不被容忍的污点',
  'findingPhrase.nodesTaintNamed': '{{count}} 个有污点 {{taint}}',
  'findingPhrase.nodesVolumeZone': '{{count}} 个不在其存储卷所在处',
  'findingPhrase.nodesNoVolume': '{{count}} 个没有可供其声明使用的存储卷',
  'findingPhrase.nodesVolumeLimit': '{{count}} 个不再容纳更多存储卷',
  'findingPhrase.nodesUnbound': '{{count}} 个因其声明尚未绑定',
  'findingPhrase.nodesPorts': '{{count}} 个端口已被占用',
  'findingPhrase.nodesCordoned': '{{count}} 个不接收新的 Pod',
  'findingPhrase.nodesOther': '{{count}} 个：{{reason}}',
  'findingPhrase.quotaResource':
    '{{resource}}：已用 {{used}}（共 {{hard}}），还需 {{asked}}',
} as const;
