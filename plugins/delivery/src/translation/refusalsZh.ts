/** Reasons for refused actions and outcomes of actions in Chinese; part of `zh`. */
export const refusalsZh = {
  'refusal.forbidden':
    '您没有 {{target}} 的 {{permission}} 权限。请向门户管理员申请',
  'refusal.reasonMissing': '请填写原因，原因会记入审计日志',
  'refusal.serverRefused': '{{message}}',
  'refusal.kindNotAllowed':
    '{{apiVersion}} {{kind}} 不在 delivery.apply.kinds 允许的类型中。请使用其他类型，或联系门户管理员添加',
  'refusal.kindNotServed':
    '集群 {{cluster}} 不提供 {{apiVersion}} 中命名空间级别的 {{kind}}。请更正 kind 或 apiVersion，或安装定义该类型的 Operator',
  'refusal.namespaceNotInEnvironment':
    '命名空间 {{namespace}} 不属于环境 {{environment}}。请使用该环境的命名空间，或将其添加到 delivery.environments',
  'refusal.generatedKeysInvalid':
    '注解 {{annotation}} 应列出需要生成值的键，以逗号分隔，最多 {{most}} 个；“{{value}}”无效',
  'refusal.generatedTypeNotOpaque':
    '带有生成值的 Secret 的类型必须是 Opaque，而不能是“{{type}}”',
  'refusal.generatedSecretHasField':
    '带有注解 {{annotation}} 的 Secret 只能包含生成的值。请移除“{{field}}”，并将其他值放入 ConfigMap',
  'refusal.secretExists':
    'Secret {{namespace}}/{{name}} 已存在，且不是门户为此服务创建的。请使用其他名称',
  'refusal.kindUnchecked':
    '门户不清楚“{{apiVersion}}”的 {{kind}} 会引用哪些对象。如需不经检查即允许，请将 {{kind}} 添加到 {{setting}}',
  'refusal.fieldNotAllowed':
    '不允许使用 {{field}}，因为它会影响不属于该服务的对象或节点。请移除该字段',
  'refusal.podSecurityViolated':
    '{{field}} 违反 Pod 安全性标准“baseline”（{{control}}）。请移除该字段，或设置允许的值',
  'refusal.annotationNotAllowed':
    '不允许使用注解 {{annotation}}，因为控制器可能会据此执行操作。请移除该注解，或将其添加到 {{setting}}',
  'refusal.markOfOther':
    '{{field}} 的值为“{{value}}”，指向的不是 {{entityRef}}。请移除或更正',
  'refusal.nameReserved':
    '名称“{{name}}”是为名称中包含其 ID 的服务保留的：{{setting}} 中有“{{pattern}}”。请使用其他名称',
  'refusal.referenceNotOwn':
    '{{field}} 引用了 {{kind}} {{namespace}}/{{name}}，但无法证明它属于 {{entityRef}}。请在同一请求中应用该对象，为其添加该服务的标签或注解，或将其添加到 {{setting}}',
  'refusal.secretNotOwn':
    '{{field}} 引用了 Secret {{namespace}}/{{name}}，但无法证明它属于 {{entityRef}}。门户无权读取 Secret。请让门户在同一请求中生成该 Secret，或将其添加到 {{setting}}',
  'refusal.selectorTooBroad':
    '{{field}} 可能选中该命名空间中所有服务的 Pod。请指定某个标签的值，例如 {{label}}',
  'refusal.selectorOfOther':
    '{{field}} 还会选中 {{other}} 的 Pod，而它不属于 {{entityRef}}。请使用只有该服务的 Pod 才有的标签',
  'refusal.selectorNotOwn':
    '{{field}} 未选中任何属于 {{entityRef}} 的 Pod。请在同一请求中应用对应的工作负载，或使用标签 {{label}} 进行选择',
  'refusal.podLabelsOfOther':
    'Pod 的标签与 {{kind}} {{name}} 的选择算符匹配，而后者不属于 {{entityRef}}。请修改标签',
  'refusal.hostNotAllowed':
    '{{field}}：服务不能使用主机名“{{host}}”。请使用其他主机名，或将其添加到 {{setting}}',
  'refusal.hostOfOther':
    '主机名“{{host}}”已被 {{kind}} {{namespace}}/{{name}} 使用，而后者不属于 {{entityRef}}。请使用其他主机名',
  'refusal.clusterNotSynced':
    '门户目前无法读取集群“{{cluster}}”，因此无法检查是否会影响其他服务的对象。请稍后重试',
  'refusal.environmentRequiresPermission':
    '直接更改环境“{{environment}}”需要权限 {{permission}}，而您在 {{target}} 上没有该权限。请通过流水线部署，或联系有权审批的人员',
  'refusal.environmentRequiresSubmitter':
    '只有 {{submitters}} 可以直接更改环境“{{environment}}”。请通过流水线部署，或联系其中一位',
  'refusal.restartNeedsPermission':
    '从“{{stage}}”重新运行 {{run}} 会跳过先前阶段的人工输入。您需要处理该输入的权限 {{permission}}',
  'refusal.restartNotSubmitter':
    '从“{{stage}}”重新运行 {{run}} 会跳过输入“{{input}}”。只有其提交者可以执行此操作：{{submitters}}',
  'refusal.ownerNotDeclared':
    '清单未声明属于 {{entityRef}}。请添加 {{type}} {{name}}: {{value}}',
  'refusal.namespaceOfOther':
    '根据门户配置 delivery.ownership.namespaces，命名空间 {{namespace}} 属于 {{owners}}。请使用其他命名空间',
  'refusal.nameTaken': '已存在同名对象。请使用其他名称',
  'refusal.ownedByOther':
    '现有对象属于 {{owners}}。请使用其他名称，或联系其负责人更改',
  'refusal.ownerContested':
    '{{owners}} 也声明了现有对象的 ID“{{id}}”，且无法判断该对象实际属于哪个实体。请在该对象上将注解 {{annotation}} 设置为其所属的实体',
  'refusal.ownerNotProven':
    '现有对象未声明所属实体。如果它属于 {{entityRef}}，请在该对象上添加 {{type}} {{name}}: {{value}}',
  'refusal.managedByOther':
    '现有对象由 {{manager}} 管理，此更改会被它还原。请在 {{manager}} 中更改',
  'refusal.listRefused':
    '无法列出要删除的对象，因此未应用任何更改：{{message}}。请授予门户对这些对象的 list 权限，或不使用 prune 进行应用',
  'refusal.rolloutActionUnsupported': '{{kind}} 不支持此操作',
  'refusal.rolloutComplete': '发布已完成',
  'refusal.rolloutAborted': '发布已中止。请重试发布，或部署其他版本',
  'refusal.rolloutNotAborted': '发布未处于中止状态',
  'refusal.rolloutNotWaiting': '发布未处于等待确认状态',
  'refusal.rolloutPaused': '{{kind}} {{name}} 已暂停，请先恢复',
  'refusal.rolloutNotPaused': '{{kind}} {{name}} 未暂停',
  'refusal.pipelineDisabled':
    '流水线 {{pipeline}} 已在 CI 服务器中禁用。请在其中启用',
  'refusal.parameterUnknown': '流水线没有参数 {{name}}。可用参数：{{known}}',
  'refusal.parameterUnsupported':
    '参数 {{name}}（{{kind}}）只能在 CI 服务器中设置',
  'refusal.parameterNotBoolean': '参数 {{name}} 必须为 true 或 false',
  'refusal.parameterNotText': '参数 {{name}} 必须为字符串',
  'refusal.parameterNotChoice': '参数 {{name}} 必须为以下值之一：{{choices}}',
  'refusal.runFinished': '{{run}} 已结束：{{outcome}}',
  'refusal.stageNotRestartable':
    '{{run}} 不能从阶段 {{stage}} 重新运行，可选阶段：{{stages}}',
  'refusal.noRestartableStage': '{{run}} 没有可重新运行的阶段。请启动新的运行',
  'refusal.inputNotPending': '{{run}} 已不再等待输入 {{input}}，可能已有人处理',
  'refusal.notSubmitter':
    '只有流水线指定的提交者可以处理 {{input}}：{{submitters}}',
  'refusal.jobNotOwned': '{{message}}',
  'refusal.jobAnnotationInvalid': '{{message}}',
  'refusal.jobNotNamed':
    '{{entityRef}} 未指定要创建的任务。请在其 catalog-info.yaml 中添加以下注解之一：{{annotations}}',
  'refusal.severalJobsNamed':
    '{{entityRef}} 指定了多个任务：{{jobs}}。请只保留一个，再创建流水线',
  'refusal.pipelineCreationUnsupported':
    '门户不支持在 {{provider}} 中创建流水线。请在其中手动创建 {{job}}',
  'refusal.sourceLocationMissing':
    '{{entityRef}} 未指定代码仓库。请添加注解 {{annotation}}，值为 url: 加代码仓库地址',
  'refusal.repositoryNotOwn':
    '{{entityRef}} 的流水线必须构建其自己的代码仓库：注解 {{annotation}} 指向 {{source}}，而不是 {{repository}}。请更正该注解，或指定其自己的代码仓库',
  'refusal.catalogFileElsewhere':
    '软件目录从 {{location}} 读取 {{entityRef}}，该位置不在 {{repository}} 中。请改用该代码仓库中的 catalog-info.yaml 注册',
  'outcome.failed': '{{message}}',
  'outcome.noAnswer':
    '尚不清楚操作是否已执行。门户会继续检查并显示结果。原因：{{message}}',
  'outcome.notObserved': '门户无法确认结果：{{message}}',
  'outcome.outcomeUnknown': '门户无法确认结果。请查看 {{where}}',
  'outcome.queued': '排队中：{{reason}}',
  'outcome.removedFromQueue': '启动前已从队列中移除',
  'outcome.queueItemForgotten': 'CI 服务器中已没有此排队记录。请查看 {{where}}',
  'outcome.pipelineCreated':
    '已在 {{provider}} {{server}} 中创建任务 {{job}}。如需撤销，请在其中删除该任务',
  'outcome.pipelineExists': '{{provider}} {{server}} 中已有任务 {{job}}',
  'outcome.pipelineNotCreated': '{{provider}} {{server}} 中没有任务 {{job}}',
  'outcome.runStillRunning': '{{run}} 仍在运行',
  'outcome.runNotKept': '{{run}} 未更改',
  'outcome.inputStillPending': '{{run}} 仍在等待输入 {{input}}',
  'outcome.objectRefused':
    '{{object}} 被拒绝：{{message}}。此前已应用（不会回滚）：{{applied}}；此前已删除：{{deleted}}',
  'outcome.objectChanged':
    '{{object}} 在生成计划后发生了变更，因此未删除，请重试。{{message}}。此前已应用（不会回滚）：{{applied}}；此前已删除：{{deleted}}',
  'outcome.partlyApplied': '已应用或删除：{{done}}。未应用或删除：{{missing}}',
} as const;
