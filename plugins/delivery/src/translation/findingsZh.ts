/** The texts of the diagnosis in Chinese; part of `zh`. */
export const findingsZh = {
  'finding.imageNotFound.sentence': '镜像仓库中没有镜像 {{image}}',
  'finding.imageNotFound.advice':
    '检查镜像名称和标签，以及构建是否已推送该镜像，然后部署已存在的镜像。',
  'finding.imageWrongPlatform.sentence': '镜像 {{image}} 不支持节点的平台',
  'finding.imageWrongPlatform.advice':
    '为节点的 CPU 架构构建镜像，或通过 kubernetes.io/arch 的 nodeSelector 将 Pod 调度到匹配的节点。',
  'finding.imageIncomplete.sentence': '镜像仓库中的镜像 {{image}} 不完整',
  'finding.imageIncomplete.advice':
    '镜像仓库中有该镜像的清单，但缺少部分层。请重新推送该镜像。',
  'finding.imageNoSpace.sentence': '节点磁盘空间不足，无法存放镜像 {{image}}',
  'finding.imageNoSpace.advice': '清理节点的磁盘空间，或使用更小的镜像。',
  'finding.imageSignatureInvalid.sentence': '镜像 {{image}} 的签名缺失或无效',
  'finding.imageSignatureInvalid.advice':
    '使用节点策略接受的密钥为镜像签名，然后重新拉取。',
  'finding.imageRegistryUntrusted.sentence':
    '节点不信任镜像 {{image}} 所在的镜像仓库',
  'finding.imageRegistryUntrusted.advice':
    '在节点上安装镜像仓库的证书颁发机构，或让镜像仓库使用有效证书提供 HTTPS。',
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
  'finding.imageInspectFailing.sentence':
    '节点无法检查镜像 {{image}}：{{message}}',
  'finding.imageInspectFailing.advice':
    '检查节点的容器运行时。从节点删除该镜像后，节点会重新拉取。',
  'finding.imagePullFailing.sentence': '无法拉取镜像 {{image}}：{{message}}',
  'finding.imagePullFailing.advice': '查看下方镜像仓库返回的消息。',
  'finding.pullSecretMissing.sentence': '未找到拉取 Secret {{secrets}}',
  'finding.pullSecretMissing.advice':
    '在此命名空间中创建它，或更正 Pod 或其服务账号的 imagePullSecrets。',
  'finding.outOfMemory.sentence':
    '容器 {{container}} 因内存超过限制 {{limit}} 被终止（OOM）{{details}}',
  'finding.outOfMemory.advice':
    '查看终止前的内存用量。如果确实需要更多内存，请提高限制；否则请排查内存泄漏，或将堆大小设置在限制以下。',
  'finding.outOfPodMemory.sentence':
    '容器 {{container}} 被终止（OOM）：Pod 的内存超过其限制 {{limit}}{{details}}',
  'finding.outOfPodMemory.advice':
    '该限制设置在 Pod 上，由所有容器共享。请查看哪个容器占用内存，然后提高 Pod 的限制或降低用量。',
  'finding.outOfNodeMemory.sentence':
    '未设置内存限制的容器 {{container}} 被终止（OOM），可能是节点内存不足{{details}}',
  'finding.outOfNodeMemory.advice':
    '为容器设置内存请求和限制，使调度器为其预留内存。',
  'finding.livenessFailing.sentence':
    '容器 {{container}} 的存活探针失败，被 Kubernetes 重启{{details}}',
  'finding.livenessFailing.advice':
    '检查探针的响应。如果只是启动较慢，请添加启动探针；如果负载较高，请增大 timeoutSeconds。',
  'finding.startupFailing.sentence':
    '容器 {{container}} 的启动探针失败{{details}}',
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
    '容器 {{container}} 反复崩溃（退出码 {{exitCode}}）{{details}}',
  'finding.crashLoop.advice':
    '查看上一个容器的日志，并与最近一个正常的版本对比。',
  'finding.crashed.sentence':
    '容器 {{container}} 已崩溃（退出码 {{exitCode}}），等待重启',
  'finding.crashed.advice': '查看容器的日志，并与最近一个正常的版本对比。',
  'finding.commandNotFound.sentence':
    '容器 {{container}} 以退出码 127 退出：找不到命令{{details}}',
  'finding.commandNotFound.advice':
    '检查命令、参数和启动脚本。镜像或 PATH 中可能缺少该命令。',
  'finding.commandNotExecutable.sentence':
    '容器 {{container}} 以退出码 126 退出：命令无法执行{{details}}',
  'finding.commandNotExecutable.advice':
    '检查文件是否可执行、是否为节点的平台构建，以及其存储卷是否允许执行。',
  'finding.crashLoopSignal.sentence':
    '容器 {{container}} 反复崩溃：被信号 {{signal}} 终止（退出码 {{exitCode}}）{{details}}',
  'finding.crashLoopSignal.advice':
    'SIGKILL 和 SIGTERM 表示被外部终止，SIGSEGV 表示原生代码崩溃，SIGABRT 表示程序自行中止。请查看上一个容器的日志。',
  'finding.crashLoopUnknown.sentence':
    '容器 {{container}} 反复崩溃，节点未记录其结束原因{{details}}',
  'finding.crashLoopUnknown.advice':
    '查看上一个容器的日志，并确认节点或其容器运行时是否重启过。',
  'finding.probeKills.sentence':
    '容器 {{container}} 反复被终止（退出码 {{exitCode}}），可能是因为 {{probe}} 探针失败{{details}}',
  'finding.probeKills.advice':
    '检查探针的响应，并查看上一个容器的日志。如果只是需要更长时间，请增大 failureThreshold 或 periodSeconds。',
  'finding.sidecarBlocking.sentence':
    '容器 {{waiting}} 等待边车容器 {{container}} 启动',
  'finding.sidecarBlocking.advice':
    '边车容器启动且启动探针成功后，它们才会启动。',
  'finding.exitsWell.sentence': '容器 {{container}} 反复正常退出{{details}}',
  'finding.exitsWell.advice':
    '该容器应持续运行，请检查其命令和参数。一次性任务请使用 Job。',
  'finding.containerFailed.sentence':
    '容器 {{container}} 失败，退出码 {{exitCode}}',
  'finding.containerFailed.advice': '查看该容器的日志。',
  'finding.containerCannotStart.sentence':
    '容器 {{container}} 无法启动：{{message}}',
  'finding.containerCannotStart.advice':
    '检查其命令、参数和卷挂载：镜像中可能缺少所引用的文件。',
  'finding.postStartHookFailing.sentence':
    '容器 {{container}} 的 postStart 钩子失败，因此被 Kubernetes 重启：{{message}}{{details}}',
  'finding.postStartHookFailing.advice':
    '检查钩子的命令或地址。钩子可能在容器的程序就绪之前运行。',
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
    'Init 容器 {{container}} 失败（退出码 {{exitCode}}），Pod 无法启动{{details}}',
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
  'finding.podNetworkFailing.sentence': '节点无法为 Pod 设置网络：{{message}}',
  'finding.podNetworkFailing.advice':
    '检查节点的网络插件（CNI），以及子网是否还有可用地址。',
  'finding.podNetworkNotReady.sentence':
    '节点 {{node}} 的网络未就绪：{{message}}',
  'finding.podNetworkNotReady.advice':
    '检查节点的网络插件（CNI）：其 Pod 可能尚未运行。',
  'finding.sandboxFailing.sentence': '节点无法创建 Pod 的沙箱：{{message}}',
  'finding.sandboxFailing.advice':
    '检查节点的容器运行时，以及 Pod 的 runtimeClassName。',
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
  'finding.claimChangeFailing.sentence':
    '无法更改 PersistentVolumeClaim {{claim}}：{{message}}',
  'finding.claimChangeFailing.advice':
    '检查其存储类是否允许扩容以及请求的属性。',
  'finding.claimResizeWaiting.sentence':
    'PersistentVolumeClaim {{claim}} 将在 Pod 重启后扩容：存储卷已扩容，文件系统尚未扩容',
  'finding.claimResizeWaiting.advice': '重启使用它的 Pod。',
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
  'finding.sccRefused.sentence':
    '没有安全上下文约束（SCC）允许这些 Pod：{{details}}',
  'finding.sccRefused.advice':
    '更改这些字段，或请集群管理员为 Pod 的服务账号授予合适的约束。',
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
  'finding.rolloutFailed.sentence': '发布无法继续：{{message}}',
  'finding.rolloutFailed.advice': '更正消息中的字段或对象。',
  'finding.analysisFailed.sentence':
    '分析 {{analysis}} 的结果为 {{phase}}：{{message}}',
  'finding.analysisFailed.advice': '查看分析的测量值，以及此版本的变更。',
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
  'finding.autoscalerInvalid.sentence':
    '自动扩缩器 {{autoscaler}} 无效：{{message}}',
  'finding.autoscalerInvalid.advice': '更正自动扩缩器规约中的指标。',
  'finding.autoscalerAmbiguous.sentence':
    '自动扩缩器 {{autoscaler}} 不工作，因为其 Pod 属于多个自动扩缩器：{{message}}',
  'finding.autoscalerAmbiguous.advice':
    '更改工作负载的选择算符，使每个 Pod 只匹配其中一个。',
  'finding.autoscalersConflict.sentence':
    '{{workload}} 有多个自动扩缩器：{{autoscalers}}',
  'finding.autoscalersConflict.advice':
    '只保留一个。一个自动扩缩器可以使用多个指标。',
  'finding.drainBlocked.sentence':
    'PodDisruptionBudget {{budget}} 阻止节点 {{node}} 的排空（{{rule}}）',
  'finding.drainBlocked.advice': '增加一个副本，或在排空期间放宽此预算。',
  'finding.disruptionBlocked.sentence':
    'PodDisruptionBudget {{budget}} 阻止所有驱逐（{{rule}}），节点无法排空',
  'finding.disruptionBlocked.advice': '允许至少一个 Pod 中断，或增加一个副本。',
  'finding.budgetsOverlap.sentence':
    '{{count}} 个 PodDisruptionBudget 覆盖相同的 Pod（{{budgets}}），所有驱逐都会被拒绝',
  'finding.budgetsOverlap.advice':
    '更改选择算符或删除多余的 PodDisruptionBudget，使每个 Pod 只被一个覆盖。在此之前，运行这些 Pod 的节点无法排空。',
  'finding.budgetSyncFailed.sentence':
    '无法计算 PodDisruptionBudget {{budget}}，所有驱逐都会被拒绝：{{message}}',
  'finding.budgetSyncFailed.advice':
    '更正其选择算符。它必须选择可扩缩的工作负载的 Pod。',
  'finding.evicted.sentence':
    '{{failing}}/{{pods}} 个 Pod 被节点驱逐。{{message}}',
  'finding.evicted.advice':
    '将资源请求设置得接近实际用量，并设置临时存储限制，避免节点资源耗尽。',
  'finding.storageLimitExceeded.sentence':
    '{{failing}}/{{pods}} 个 Pod 因本地存储用量超过限制被驱逐。{{message}}',
  'finding.storageLimitExceeded.advice':
    '提高 ephemeral-storage 限制或存储卷的 sizeLimit，或减少写入本地存储的数据。',
  'finding.preempted.sentence':
    '{{failing}}/{{pods}} 个 Pod 被更高优先级的 Pod 抢占',
  'finding.preempted.advice': '为工作负载设置合适的优先级类，或为集群扩容。',
  'finding.nodeShutdown.sentence':
    '{{failing}}/{{pods}} 个 Pod 因节点关机而结束',
  'finding.nodeShutdown.advice':
    '无需操作：Kubernetes 会在其他节点上重新创建这些 Pod。',
  'finding.drained.sentence':
    '{{failing}}/{{pods}} 个 Pod 被主动驱逐，例如为了排空节点',
  'finding.drained.advice':
    '无需操作：Kubernetes 会在其他节点上重新创建这些 Pod。',
  'finding.taintEvicted.sentence':
    '{{failing}}/{{pods}} 个 Pod 因节点的污点被驱逐',
  'finding.taintEvicted.advice':
    '检查节点的污点。仅当 Pod 可以在该节点上运行时才添加容忍度。',
  'finding.podLost.sentence': '{{failing}}/{{pods}} 个 Pod 随节点丢失',
  'finding.podLost.advice':
    '检查机器是否正在运行。Kubernetes 会在其他节点上重新创建这些 Pod。',
  'finding.podDeadlineExceeded.sentence':
    '{{failing}}/{{pods}} 个 Pod 超过 activeDeadlineSeconds 后结束',
  'finding.podDeadlineExceeded.advice':
    '从 Pod 模板中删除 activeDeadlineSeconds：工作负载的 Pod 应持续运行。',
  'finding.podRejectedByNode.sentence':
    '{{failing}}/{{pods}} 个 Pod 被节点拒绝（{{reason}}）：{{message}}',
  'finding.podRejectedByNode.advice':
    '节点已不匹配这些 Pod，或缺少它们请求的资源或设备。请检查节点的标签、设备和可用资源。',
  'finding.resizeBlocked.sentence':
    '{{failing}}/{{pods}} 个 Pod 无法调整资源（{{reason}}）：{{message}}',
  'finding.resizeBlocked.advice':
    '降低新的资源请求，或在节点上释放资源。Infeasible 表示该节点永远无法满足，请重建 Pod。',
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
  'finding.podKillFailing.sentence': '节点无法停止 Pod：{{message}}',
  'finding.podKillFailing.advice': '检查节点的容器运行时和存储卷。',
  'finding.preStopHookFailing.sentence': 'preStop 钩子失败：{{message}}',
  'finding.preStopHookFailing.advice':
    '检查钩子的命令或地址。即使钩子失败，Pod 仍会结束。',
  'findingPhrase.restarts': '；重启次数：{{restarts}}',
  'findingPhrase.sccField': '{{field}}：{{problem}}',
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
  'findingPhrase.nodesDevices': '{{count}} 个节点没有资源申领所需的空闲设备',
  'findingPhrase.nodesPorts': '{{count}} 个没有空闲端口',
  'findingPhrase.nodesCordoned': '{{count}} 个不可调度',
  'findingPhrase.nodesOther': '{{count}} 个：{{reason}}',
  'findingPhrase.quotaResource':
    '{{resource}}：已用 {{used}}/{{hard}}，还需 {{requested}}',
} as const;
