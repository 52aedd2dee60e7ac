/** The texts of the diagnosis in Chinese; part of `zh`. */
export const findingsZh = {
  'finding.imageNotFound.sentence': '镜像仓库中没有镜像 {{image}}',
  'finding.imageNotFound.advice':
    '检查镜像名称和标签，以及构建是否已推送该镜像，然后部署已存在的镜像。',
  'finding.imageUnauthorized.sentence': '没有拉取镜像 {{image}} 的权限',
  'finding.imageUnauthorized.advice':
    '检查命名空间中是否存在拉取 Secret，Pod 或其服务账号的 imagePullSecrets 是否引用了它，以及它是否已过期。镜像不存在时，许多镜像仓库也会返回此错误。',
  'finding.imageRateLimited.sentence': '拉取镜像 {{image}} 时触发频率限制',
  'finding.imageRateLimited.advice':
    'Kubernetes 会自动重试。使用账号拉取或通过镜像加速器拉取，可提高限额。',
  'finding.imageNameInvalid.sentence': '{{image}} 不是有效的镜像名称',
  'finding.imageNameInvalid.advice':
    '更正工作负载中的镜像名称：使用小写字母，不含空格，且只有一个标签。',
  'finding.imageRegistryUnreachable.sentence':
    '无法访问镜像 {{image}} 所在的镜像仓库',
  'finding.imageRegistryUnreachable.advice':
    '检查镜像仓库的主机名、镜像仓库是否正常运行，以及节点能否访问它。',
  'finding.imageNotOnNode.sentence':
    '节点上没有镜像 {{image}}，且拉取策略为 Never',
  'finding.imageNotOnNode.advice': '将 imagePullPolicy 设置为 IfNotPresent。',
  'finding.imagePullFailing.sentence': '无法拉取镜像 {{image}}：{{message}}',
  'finding.imagePullFailing.advice': '查看下方镜像仓库返回的消息。',
  'finding.outOfMemory.sentence':
    '容器 {{container}} 因内存超过限制 {{limit}} 被终止（OOM）；重启次数：{{restarts}}',
  'finding.outOfMemory.advice':
    '查看终止前的内存用量。如果确实需要更多内存，请提高限制；否则请排查内存泄漏，或将堆大小设置在限制以下。',
  'finding.outOfNodeMemory.sentence':
    '节点内存不足，未设置内存限制的容器 {{container}} 被终止（OOM）；重启次数：{{restarts}}',
  'finding.outOfNodeMemory.advice':
    '为容器设置内存请求和限制，使调度器为其预留内存。',
  'finding.livenessFailing.sentence':
    '容器 {{container}} 的存活探针失败，被 Kubernetes 重启；重启次数：{{restarts}}',
  'finding.livenessFailing.advice':
    '检查探针的响应。如果只是启动较慢，请添加启动探针；如果负载较高，请增大 timeoutSeconds。',
  'finding.startupFailing.sentence':
    '容器 {{container}} 的启动探针失败；重启次数：{{restarts}}',
  'finding.startupFailing.advice':
    '查看日志，确认容器在等待什么。如果只是需要更长时间，请增大启动探针的 failureThreshold 或 periodSeconds。',
  'finding.readinessFailing.sentence':
    '容器 {{container}} 的就绪探针失败：{{failing}}/{{pods}} 个 Pod 不接收流量',
  'finding.readinessFailing.advice':
    '检查探针的响应，并查看日志，确认容器在等待什么，例如数据库、队列或其他服务。',
  'finding.readinessFailingInService.sentence':
    '容器 {{container}} 的就绪探针失败：{{failing}}/{{pods}} 个 Pod 已从 Service {{service}} 中移除',
  'finding.readinessFailingInService.advice':
    '检查探针的响应，并查看日志，确认容器在等待什么，例如数据库、队列或其他服务。',
  'finding.crashLoop.sentence':
    '容器 {{container}} 反复崩溃（退出码 {{exitCode}}）；重启次数：{{restarts}}',
  'finding.crashLoop.advice':
    '查看上一个容器的日志，并与最近一个正常的版本对比。',
  'finding.crashLoopSignal.sentence':
    '容器 {{container}} 反复崩溃：被信号 {{signal}} 终止（退出码 {{exitCode}}）；重启次数：{{restarts}}',
  'finding.crashLoopSignal.advice':
    'SIGKILL 表示被外部终止，SIGSEGV 表示原生代码崩溃，SIGABRT 表示程序自行中止。请查看上一个容器的日志。',
  'finding.exitsWell.sentence':
    '容器 {{container}} 反复正常退出；重启次数：{{restarts}}',
  'finding.exitsWell.advice':
    '该容器应持续运行，请检查其命令和参数。一次性任务请使用 Job。',
  'finding.containerFailed.sentence':
    '容器 {{container}} 失败，退出码 {{exitCode}}',
  'finding.containerFailed.advice': '查看该容器的日志。',
  'finding.containerCannotStart.sentence':
    '容器 {{container}} 无法启动：{{message}}',
  'finding.containerCannotStart.advice':
    '检查其命令、参数和卷挂载：镜像中可能缺少所引用的文件。',
  'finding.configMapMissing.sentence':
    'ConfigMap {{object}} 不存在，Pod 无法启动',
  'finding.configMapMissing.advice':
    '在此命名空间中创建它，或更正工作负载中的名称。之后 Pod 会自动启动。',
  'finding.configMapKeyMissing.sentence':
    'ConfigMap {{object}} 中没有键 {{key}}，Pod 无法启动',
  'finding.configMapKeyMissing.advice':
    '添加该键，或更正工作负载中的名称。之后 Pod 会自动启动。',
  'finding.secretMissing.sentence': 'Secret {{object}} 不存在，Pod 无法启动',
  'finding.secretMissing.advice':
    '在此命名空间中创建它，或检查负责创建它的控制器。之后 Pod 会自动启动。',
  'finding.secretKeyMissing.sentence':
    'Secret {{object}} 中没有键 {{key}}，Pod 无法启动',
  'finding.secretKeyMissing.advice':
    '添加该键，或更正工作负载中的名称。之后 Pod 会自动启动。',
  'finding.containerConfigWrong.sentence':
    '无法创建容器 {{container}}：{{message}}',
  'finding.containerConfigWrong.advice': '根据消息更正工作负载的配置。',
  'finding.initFailing.sentence':
    'Init 容器 {{container}} 失败（退出码 {{exitCode}}），Pod 无法启动；重启次数：{{restarts}}',
  'finding.initFailing.advice':
    '查看 Init 容器的日志。常见原因是它所等待的服务或要迁移的数据库不可用。',
  'finding.initRunning.sentence': 'Pod 正在等待 Init 容器 {{container}} 完成',
  'finding.initRunning.advice': '查看 Init 容器的日志，确认它在等待什么。',
  'finding.unschedulable.sentence':
    '{{failing}}/{{pods}} 个 Pod 无法调度。共 {{nodes}} 个节点：{{details}}',
  'finding.unschedulable.advice':
    '减少资源请求、释放或增加节点，或调整 Pod 的选择算符、亲和性和容忍度以匹配更多节点。',
  'finding.unschedulableOther.sentence':
    '{{failing}}/{{pods}} 个 Pod 无法调度：{{message}}',
  'finding.unschedulableOther.advice': '查看调度器返回的消息。',
  'finding.claimMissing.sentence': 'PersistentVolumeClaim {{claim}} 不存在',
  'finding.claimMissing.advice': '创建它，或更正工作负载中的名称。',
  'finding.claimPending.sentence':
    'PersistentVolumeClaim {{claim}} 尚未绑定存储卷',
  'finding.claimPending.advice':
    '检查其存储类是否有制备器，以及是否有符合大小和访问模式的可用存储卷。',
  'finding.claimRefused.sentence':
    '无法为 PersistentVolumeClaim {{claim}} 制备存储卷：{{message}}',
  'finding.claimRefused.advice':
    '更正 PVC 的存储类、大小或访问模式，或创建匹配的存储卷。',
  'finding.claimLost.sentence':
    'PersistentVolumeClaim {{claim}} 绑定的存储卷已丢失',
  'finding.claimLost.advice': '请恢复该存储卷，或从备份创建新的 PVC。',
  'finding.volumeNotMounted.sentence': '无法挂载存储卷：{{message}}',
  'finding.volumeNotMounted.advice': '检查存储卷的来源及其后端存储。',
  'finding.volumeNotAttached.sentence':
    '无法将存储卷附加（attach）到节点：{{message}}',
  'finding.volumeNotAttached.advice':
    '存储卷可能仍附加在其他节点上。请检查上一个 Pod 所在的节点，以及该 Pod 是否已删除。',
  'finding.quotaExceeded.sentence':
    '超出配额 {{quota}}，新 Pod 被拒绝：{{details}}',
  'finding.quotaExceeded.advice':
    '减少资源请求、删除此命名空间中不再使用的对象，或申请提高配额。发布时 maxSurge 的额外 Pod 也会占用配额。',
  'finding.quotaNeedsResources.sentence':
    '新 Pod 未设置 {{resources}}，被配额 {{quota}} 拒绝',
  'finding.quotaNeedsResources.advice':
    '在容器的 resources 中设置，或在命名空间中创建带默认值的 LimitRange。',
  'finding.limitRangeRefused.sentence': 'LimitRange 拒绝新 Pod：{{message}}',
  'finding.limitRangeRefused.advice':
    '调整容器的资源设置以符合范围，或申请修改 LimitRange。',
  'finding.webhookRefused.sentence':
    '准入 Webhook {{webhook}} 拒绝新 Pod：{{message}}',
  'finding.webhookRefused.advice':
    '根据消息更正相应字段。该规则由集群管理员设置。',
  'finding.webhookUnavailable.sentence':
    '准入 Webhook {{webhook}} 没有响应，无法创建 Pod',
  'finding.webhookUnavailable.advice':
    '请联系集群管理员：Webhook 后端的服务不可用。',
  'finding.policyRefused.sentence': '策略 {{policy}} 拒绝新 Pod：{{message}}',
  'finding.policyRefused.advice':
    '根据消息更正相应字段。该规则由集群管理员设置。',
  'finding.podSecurityRefused.sentence':
    'Pod 安全性级别 {{level}} 拒绝新 Pod：{{message}}',
  'finding.podSecurityRefused.advice':
    '根据消息设置 Pod 及其容器的 securityContext。',
  'finding.serviceAccountMissing.sentence':
    '服务账号 {{object}} 不存在，无法创建 Pod',
  'finding.serviceAccountMissing.advice':
    '在此命名空间中创建它，或更正工作负载中的名称。',
  'finding.podsRefused.sentence': '无法创建 Pod：{{message}}',
  'finding.podsRefused.advice': '根据消息更正相应字段。',
  'finding.deadlineExceeded.sentence':
    '发布超时（超过进度期限）：已更新 {{updated}}/{{desired}} 个 Pod',
  'finding.deadlineExceeded.advice':
    '查明新 Pod 受阻的原因，或回滚到仍在提供服务的版本。',
  'finding.oldRevisionServing.sentence':
    '{{revision}} 仍在承接全部流量，没有就绪的新 Pod',
  'finding.oldRevisionServing.advice':
    '新版本尚未接收流量，可修复后重发或回滚。',
  'finding.serviceWithoutEndpoints.sentence':
    'Service {{service}} 没有就绪的 Pod，客户端会收到错误',
  'finding.serviceWithoutEndpoints.advice': '检查其 Pod 未就绪的原因。',
  'finding.serviceMatchesNothing.sentence':
    'Service {{service}} 没有匹配任何 Pod：其选择算符与 {{workload}} 的标签不一致',
  'finding.serviceMatchesNothing.advice':
    '修改选择算符，使其与 Pod 模板的标签一致。',
  'finding.autoscalerBlind.sentence':
    '自动扩缩器 {{autoscaler}} 无法读取指标：{{message}}',
  'finding.autoscalerBlind.advice':
    '检查容器是否设置了资源请求，以及 metrics-server 或指标适配器是否正常响应。恢复之前，Pod 数量不会随负载调整。',
  'finding.autoscalerAtMaximum.sentence':
    '自动扩缩器 {{autoscaler}} 已达上限 {{max}} 个 Pod，仍需扩容',
  'finding.autoscalerAtMaximum.advice':
    '如果集群有余量，请提高 maxReplicas；否则请查明负载来源。',
  'finding.autoscalerStuck.sentence':
    '自动扩缩器 {{autoscaler}} 无法扩缩：{{message}}',
  'finding.autoscalerStuck.advice': '检查 scaleTargetRef 指向的对象。',
  'finding.drainBlocked.sentence':
    'PodDisruptionBudget {{budget}} 阻止节点 {{node}} 的排空（{{rule}}）',
  'finding.drainBlocked.advice': '增加一个副本，或在排空期间放宽此预算。',
  'finding.disruptionBlocked.sentence':
    'PodDisruptionBudget {{budget}} 阻止所有驱逐（{{rule}}），节点无法排空',
  'finding.disruptionBlocked.advice': '允许至少一个 Pod 中断，或增加一个副本。',
  'finding.evicted.sentence':
    '{{failing}}/{{pods}} 个 Pod 被节点驱逐。{{message}}',
  'finding.evicted.advice':
    '将资源请求设置得接近实际用量，并设置临时存储限制，避免节点资源耗尽。',
  'finding.preempted.sentence':
    '{{failing}}/{{pods}} 个 Pod 被更高优先级的 Pod 抢占',
  'finding.preempted.advice': '为工作负载设置合适的优先级类，或为集群扩容。',
  'finding.nodeLost.sentence':
    '节点 {{node}} 没有响应，其上有 {{failing}}/{{pods}} 个 Pod',
  'finding.nodeLost.advice':
    'Kubernetes 会在五分钟后在其他节点上重建 Pod；StatefulSet 的 Pod 要等节点恢复或被移除后才会重建。请检查该机器是否在运行。',
  'finding.nodeNotReady.sentence':
    '节点 {{node}} 未就绪，其上有 {{failing}}/{{pods}} 个 Pod',
  'finding.nodeNotReady.advice': '查看该节点 kubelet 上报的状态。',
  'finding.terminationStuck.sentence':
    '{{object}} 删除受阻：正在等待 {{finalizers}}',
  'finding.terminationStuck.advice':
    '检查设置此终结器（finalizer）的控制器是否在运行。只有在其资源已清理完毕后，才可手动移除终结器。',
  'findingPhrase.nodesCpu': '{{count}} 个 CPU 不足',
  'findingPhrase.nodesMemory': '{{count}} 个内存不足',
  'findingPhrase.nodesPods': '{{count}} 个 Pod 数已满',
  'findingPhrase.nodesResource': '{{count}} 个 {{resource}} 不足',
  'findingPhrase.nodesAffinity': '{{count}} 个不满足节点亲和性或选择算符',
  'findingPhrase.nodesPodAffinity': '{{count}} 个不满足 Pod 亲和性',
  'findingPhrase.nodesAntiAffinity': '{{count}} 个被 Pod 反亲和性排除',
  'findingPhrase.nodesSpread': '{{count}} 个不满足拓扑分布约束',
  'findingPhrase.nodesTaint': '{{count}} 个有无法容忍的污点',
  'findingPhrase.nodesTaintNamed': '{{count}} 个有无法容忍的污点 {{taint}}',
  'findingPhrase.nodesVolumeZone': '{{count}} 个与存储卷不在同一可用区',
  'findingPhrase.nodesNoVolume': '{{count}} 个没有可供 PVC 使用的存储卷',
  'findingPhrase.nodesVolumeLimit': '{{count}} 个存储卷数已达上限',
  'findingPhrase.nodesUnbound': '{{count}} 个因 PVC 尚未绑定',
  'findingPhrase.nodesPorts': '{{count}} 个没有空闲端口',
  'findingPhrase.nodesCordoned': '{{count}} 个不可调度',
  'findingPhrase.nodesOther': '{{count}} 个：{{reason}}',
  'findingPhrase.quotaResource':
    '{{resource}}：已用 {{used}}/{{hard}}，还需 {{requested}}',
} as const;
