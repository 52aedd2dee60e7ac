/** Reasons why requests are rejected in Chinese; part of `zh`. */
export const requestProblemsZh = {
  'problem.serviceForbidden':
    '您无权查看 {{entityRef}} 的此信息。请向门户管理员申请 {{permission}} 权限',
  'problem.readingAllForbidden':
    '您无权查看所有服务。请向门户管理员申请 {{permission}} 权限',
  'problem.entityNotFound': '软件目录中没有 {{entityRef}}，或您无权查看',
  'problem.environmentUnknown':
    '环境 {{environment}} 不存在。可用环境：{{environments}}',
  'problem.servicesUnread':
    '门户正在启动，尚未读取软件目录中的服务。请几秒后重试',
  'problem.labelSelectorsDisabled':
    '{{entityRef}} 通过 {{annotation}} 选择工作负载，但未启用 delivery.labelSelectors.enabled。请为工作负载设置标签 {{label}}，并在实体上设置值相同的注解 {{label}}',
  'problem.labelSelectorInvalid':
    '标签选择算符 {{selector}} 在 {{part}} 处无法解析。请使用 kubectl 的语法，例如 app=orders,tier!=test',
  'problem.labelValueInvalid':
    '{{value}} 不是有效的标签值，因此不会匹配任何工作负载。请使用字母、数字、-、_ 和 .，最多 63 个字符',
  'problem.namespaceNameInvalid':
    '{{value}} 不是有效的命名空间名称。请使用小写字母、数字和 -',
  'problem.clusterNameInvalid':
    '{{value}} 不是有效的集群名称。请填写 Kubernetes 插件配置中的一个集群名称',
  'problem.jobNameEmpty':
    '{{value}} 中有空的任务名称。请写成 FOLDER/JOB 或 INSTANCE:FOLDER/JOB，多个任务用逗号分隔',
  'problem.serviceInvalid': '路径没有指明服务：{{details}}',
  'problem.queryInvalid': '查询参数无效：{{details}}',
  'problem.cursorInvalid':
    '游标 {{cursor}} 无效。请使用前一页的 nextCursor，或省略它以读取第一页',
  'problem.streamSilent': '{{seconds}} 秒未收到数据',
  'problem.topicUnknown': '主题 {{topic}} 不存在',
  'problem.tooManyCalls':
    '您在一分钟内发送了超过 {{limit}} 个请求。请在 {{seconds}} 秒后重试。此上限由 {{setting}} 设置',
  'problem.tooManyLogReads':
    '您在一分钟内读取日志超过 {{limit}} 次。请在 {{seconds}} 秒后重试。此上限由 {{setting}} 设置',
  'problem.tooManyStreams':
    '您与门户已有 {{limit}} 个实时连接。请关闭部分标签页，或在 {{seconds}} 秒后重试。此上限由 {{setting}} 设置',
  'problem.tooManyTopics':
    '您的标签页正在实时跟踪 {{limit}} 个主题。请关闭部分标签页，或在 {{seconds}} 秒后重试。此上限由 {{setting}} 设置',
  'problem.tooManyDownloads':
    '您有 {{limit}} 个下载正在进行。请等待其中一个完成，或在 {{seconds}} 秒后重试。此上限由 {{setting}} 设置',
  'problem.internalError': '发生内部错误。详情请查看门户的日志',
  'problem.workloadNotFound':
    '在您有权查看的环境中，{{entityRef}} 没有 UID 为 {{uid}} 的工作负载。它可能已被删除或重新创建。请重新加载页面',
  'problem.revisionsInvalid': '路径中的修订版本必须是整数，例如 3/diff/4',
  'problem.revisionDeleted':
    '{{workload}} 的修订版本 {{number}} 已不存在。集群保留的修订版本：{{revisions}}',
  'problem.revisionsDeleted':
    '{{workload}} 的修订版本 {{number}} 已不存在。集群没有保留它的任何修订版本',
  'problem.configForbidden':
    '您无权查看 {{entityRef}} 在环境 {{environment}} 中的配置。请向门户管理员申请 {{permission}} 权限',
  'problem.workloadsOfOther':
    'ID 为 {{id}} 的工作负载属于 {{owners}}。如果它们属于 {{entityRef}}，请将其注解 {{annotation}} 设置为 {{entityRef}}',
  'problem.configContested':
    '{{owners}} 都声明拥有 {{workload}}，且无法判断它实际属于哪一个，因此不显示其配置。请将其注解 {{annotation}} 设置为其所属的实体',
  'problem.configNotClaimed':
    '{{workload}} 未声明属于 {{entityRef}}，因此不在此显示其配置。请为它设置标签 {{label}}',
  'problem.objectDeleted': '集群 {{cluster}} 中没有 {{object}}，它已被删除',
  'problem.objectInvalid':
    '集群 {{cluster}} 返回的 {{object}} 无效。请检查是否有代理修改了响应',
  'problem.objectReplaced':
    '集群 {{cluster}} 中的 {{object}} 已被同名的另一个对象取代。请重新加载页面',
  'problem.kindNotReadable': '无法读取 {{kind}} 类型的对象',
  'problem.actionRequestInvalid': '操作请求无效：{{details}}',
  'problem.actionUnknown': '操作 {{kind}} 不存在。可用操作：{{kinds}}',
  'problem.actionInvalid': '操作 {{kind}} 无效：{{details}}',
  'problem.actionTargetInvalid':
    '操作 {{kind}} 的目标类型必须是 {{types}}，而不是 {{type}}',
  'problem.targetEntityMissing': '缺少 target.entityRef：该操作需要指定服务',
  'problem.targetEnvironmentMissing':
    '缺少 target.environment：该操作需要指定服务所在的环境',
  'problem.actionNotFound': '审计日志中没有操作 {{id}}',
  'problem.actionForbidden': '只有发起操作的人才能查看其记录',
  'problem.actionFailed': '操作失败。请先检查操作对象的状态，再重试',
  'problem.actionUnhandled':
    '已没有模块处理操作 {{kind}}。请安装处理该操作的模块',
  'problem.idempotencyKeyReused':
    '此幂等键已用于另一个请求。只有重复同一请求时才能使用相同的键',
  'problem.draftOwnerForbidden':
    '{{entityRef}} 的负责人将是 {{owner}}，而您不是其成员。请选择您所属的负责人',
  'problem.draftOwnerInvalid':
    '{{owner}} 不是有效的负责人。请填写组或用户的实体引用，例如 group:default/weather',
  'problem.providerUnknown':
    '门户中已没有流水线提供方 {{provider}}。请重新安装其模块',
  'problem.previewRequestInvalid':
    '请求体必须包含 templateRef 和 values：{{details}}',
  'problem.dryRunForbidden':
    '您无权试运行模板。请向门户管理员申请 {{permission}} 权限',
  'problem.nameCheckForbidden':
    '您无权创建资源，因此无法查询名称是否已被占用。请向门户管理员申请 {{permission}} 权限',
  'problem.dryRunFailed': '模板试运行失败：{{reason}}',
  'problem.yamlInvalid':
    '{{field}} 在第 {{line}} 行第 {{column}} 列不是有效的 YAML：{{details}}',
  'problem.yamlTooLarge':
    '{{field}} 的大小为 {{number}} 字节，上限为 {{most}} 字节。请将其拆分',
  'problem.yamlTooManyTokens':
    '{{field}} 的 YAML 词法单元（如键、值和换行）超过 {{most}} 个。请将其拆分',
  'problem.yamlTooManyDocuments':
    '{{field}} 的 YAML 文档超过 {{most}} 个。请将其拆分',
  'problem.yamlTooManyAliases':
    '{{field}} 的 YAML 锚点和别名超过 {{most}} 个。请直接写出重复的值',
  'problem.yamlTooDeep':
    '{{field}} 在第 {{line}} 行的嵌套超过 {{most}} 层。请减少嵌套',
  'problem.yamlExpansionTooLarge':
    '将别名替换为其值后，{{field}} 超过 {{values}} 个值或 {{bytes}} 个字符。请减少别名，或将其拆分',
  'problem.yamlKeyTwice':
    '{{field}} 的同一映射中键 {{key}} 重复，再次出现在第 {{line}} 行。请删除其中一个',
  'problem.yamlKeyNotText':
    '{{field}} 第 {{line}} 行的映射使用了非字符串的键，例如列表或别名。请使用字符串作为键',
  'problem.yamlAliasUnknown':
    '{{field}} 第 {{line}} 行的别名 {{alias}} 之前没有同名锚点。请定义该锚点，或为文本加上引号',
  'problem.yamlDirective':
    '{{field}} 使用了不支持的 YAML 指令 {{directive}}。请删除该指令',
  'problem.documentNotObject':
    '第 {{number}} 个文档不是 Kubernetes 对象：{{details}}',
  'problem.documentNamespaceMissing':
    '第 {{number}} 个文档（{{object}}）没有 metadata.namespace，而其环境有多个命名空间。请设置该字段',
  'problem.manifestsEmpty': '清单中没有对象。请至少添加一个',
  'problem.manifestsTooMany':
    '清单中有 {{number}} 个对象，一次最多可以应用 {{most}} 个。请分多次应用',
  'problem.manifestTwice': '清单中的 {{object}} 重复。请删除其中一个',
  'problem.namespaceNotInEnvironment':
    '命名空间 {{namespace}} 不属于环境 {{environment}}。请使用该环境的命名空间，或将其添加到 delivery.environments',
  'problem.namespaceMissing':
    '命名空间 {{namespace}} 不存在。请创建它，或配置 delivery.apply.newNamespaces，以便门户创建它',
  'problem.deletionsTooMany':
    '应用集合 {{applySet}} 中有 {{number}} 个对象不在清单中，而一次最多可以删除 {{most}} 个。请检查清单，或先通过 kubectl 删除部分对象',
};
