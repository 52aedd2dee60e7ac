/** Reasons why a cluster cannot be read in Chinese; part of `zh`. */
export const clusterProblemsZh = {
  'problem.credentialRefused':
    '集群 {{cluster}} 不接受门户的凭据（401 {{answer}}）。请更新其令牌',
  'problem.readForbidden':
    '集群 {{cluster}} 不允许门户读取 {{resource}}（403 {{answer}}）。请为其服务账号授予 {{resource}} 的 get、list 和 watch 权限',
  'problem.kindAbsent': '集群 {{cluster}} 没有 {{resource}}（404 {{answer}}）',
  'problem.tooManyRequests': '集群 {{cluster}} 已限流（429 {{answer}}）',
  'problem.unexpectedAnswer':
    '集群 {{cluster}} 对 {{resource}} 返回了 {{status}}：{{answer}}',
  'problem.notAList':
    '集群 {{cluster}} 返回的 {{resource}} 不是列表。请确认其 URL 指向 API 服务器',
  'problem.notAWatchEvent':
    '集群 {{cluster}} 在监听 {{resource}} 时返回了无法识别的内容。请检查是否有代理修改了响应',
  'problem.noMetricsServer':
    '集群 {{cluster}} 没有 metrics-server（{{resource}} 返回 404）。安装后可查看 Pod 用量',
  'problem.notMetrics':
    '集群 {{cluster}} 返回的 {{resource}} 不是指标列表。请检查其 metrics-server',
  'problem.objectUnreadable':
    '无法读取集群 {{cluster}} 的 {{object}}：{{answer}}',
  'problem.namespaceUnreadable':
    '无法读取集群 {{cluster}} 的命名空间 {{namespace}}：{{answer}}',
  'problem.kindsUnreadable':
    '无法读取集群 {{cluster}} 提供的资源类型：{{answer}}',
  'problem.objectsTooMany':
    '集群 {{cluster}} 的 {{path}} 中有超过 {{most}} 个对象，门户无法全部读取',
  'problem.virtualServiceMissing':
    '命名空间 {{namespace}} 中没有 VirtualService {{name}}',
  'problem.connectionRefused':
    '无法连接集群 {{cluster}}：连接被拒绝。请检查其 API 服务器是否在运行',
  'problem.connectionReset': '无法连接集群 {{cluster}}：连接被重置',
  'problem.connectionClosed': '无法连接集群 {{cluster}}：连接已关闭',
  'problem.hostUnknown':
    '无法连接集群 {{cluster}}：主机名无法解析。请检查 URL 和 DNS',
  'problem.dnsUnavailable': '无法连接集群 {{cluster}}：DNS 没有响应',
  'problem.noRoute': '无法连接集群 {{cluster}}：没有可达的路由',
  'problem.timeout': '无法连接集群 {{cluster}}：响应超时',
  'problem.connectTimeout': '无法连接集群 {{cluster}}：连接超时',
  'problem.answerTimeout': '无法连接集群 {{cluster}}：已接受请求，但响应超时',
  'problem.silentAnswer': '无法连接集群 {{cluster}}：响应中途中断',
  'problem.silentRequest':
    '无法连接集群 {{cluster}}：已接受请求，但没有后续响应',
  'problem.silentWatch': '无法连接集群 {{cluster}}：监听中途中断',
  'problem.requestInvalid':
    '无法连接集群 {{cluster}}：URL 或令牌含有非法字符，无法发出请求。请检查',
  'problem.certificateSelfSigned':
    '无法连接集群 {{cluster}}：证书是自签名的。请为集群配置 caData 或 caFile',
  'problem.certificateUntrusted':
    '无法连接集群 {{cluster}}：证书由未知机构签发。请为集群配置 caData 或 caFile',
  'problem.certificateExpired': '无法连接集群 {{cluster}}：证书已过期',
  'problem.certificateOfOtherHost':
    '无法连接集群 {{cluster}}：证书属于其他主机名。请检查 URL',
  'problem.connectionBroken': '无法连接集群 {{cluster}}：连接失败',
  'problem.connectionFailed': '无法连接集群 {{cluster}}：{{reason}}',
  'problem.requestTimeout': '集群未及时响应',
  'problem.clusterReadOnly':
    '集群 {{cluster}} 是只读的：delivery.clusters 中没有可更改它的凭据',
  'problem.clusterUnknown':
    'Kubernetes 插件中没有集群 {{cluster}}。请将其加入 kubernetes.clusterLocatorMethods，或修改引用它的环境',
  'problem.clustersMissing':
    'Kubernetes 插件没有提供集群。请在后端添加 @backstage/plugin-kubernetes-backend 和 @fairway/backstage-plugin-kubernetes-backend-module-delivery',
  'problem.viewerCredential':
    '集群 {{cluster}} 使用认证方式 {{provider}}，需要每位用户自己的令牌，因此无法监听。请为其配置服务账号',
  'problem.authProviderUnknown':
    '集群 {{cluster}} 的认证方式 {{provider}} 未知',
  'problem.credentialUnusable': '集群 {{cluster}} 没有可用的凭据：{{reason}}',
  'problem.urlInvalid':
    '集群 {{cluster}} 的 URL 无效。请使用 https://host:port 格式',
  'problem.caFileUnreadable': '集群 {{cluster}} 的 caFile {{file}} 无法读取',
  'problem.environmentForbidden':
    '您没有此服务在环境 {{environment}} 的查看权限。请向门户管理员申请 {{permission}}',
  'problem.other': '{{message}}',
};
